package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PropagationTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksUntilThereIsAnAnswer() throws InterruptedException {
        var found = Propagation.await(
                () -> Optional.of(asked.incrementAndGet()).filter(time -> time == 3), 5, Duration.ZERO);

        assertThat(found).hasValue(3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void givesUpAfterAsManyTimes() throws InterruptedException {
        var found = Propagation.await(
                () -> Optional.of(asked.incrementAndGet()).filter(time -> time > 5), 5, Duration.ZERO);

        assertThat(found).isEmpty();
        assertThat(asked).hasValue(5);
    }
}
