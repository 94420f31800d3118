package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private final TestClock clock = new TestClock();
    private final OncePerMinute log = new OncePerMinute(clock);

    /** A line for each would be the clients' to write. */
    @Test
    void logsTheFirstRefusalAtOnceAndTheOthersAsASum() {
        assertThat(log.count()).hasValue(1);
        for (var i = 0; i < 230; i++) {
            assertThat(log.count()).isEmpty();
        }
        clock.advance(Duration.ofSeconds(60));
        assertThat(log.count()).hasValue(231);
        assertThat(log.count()).isEmpty();
    }
}
