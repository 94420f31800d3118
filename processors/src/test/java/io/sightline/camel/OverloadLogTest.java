package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OverloadLogTest {
    private Instant now = Instant.parse("2026-11-01T08:00:00Z");
    private final OverloadLog log = new OverloadLog(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    /** A line for each would be the clients' to write. */
    @Test
    void logsTheFirstRefusalAtOnceAndTheOthersAsASum() {
        assertThat(log.count()).hasValue(1);
        for (var i = 0; i < 230; i++) {
            assertThat(log.count()).isEmpty();
        }
        now = now.plusSeconds(60);
        assertThat(log.count()).hasValue(231);
        assertThat(log.count()).isEmpty();
    }
}
