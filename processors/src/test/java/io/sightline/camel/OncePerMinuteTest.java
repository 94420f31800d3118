package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private long nanos = Long.MAX_VALUE;
    private final OncePerMinute log = new OncePerMinute(() -> nanos);

    /** A line for each would be the clients' to write. */
    @Test
    void logsTheFirstRefusalAtOnceAndTheOthersAsASum() {
        assertThat(log.count()).hasValue(1);
        for (var i = 0; i < 230; i++) {
            assertThat(log.count()).isEmpty();
        }
        nanos += Duration.ofSeconds(60).toNanos();
        assertThat(log.count()).hasValue(231);
        assertThat(log.count()).isEmpty();
    }
}
