package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class GroupPausesTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final GroupPauses pauses = new GroupPauses(new Clock() {
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

    @Test
    void aGroupReadsUntilItFailsAndAgainAfterASecond() {
        assertThat(pauses.isOver("mine")).isTrue();

        pauses.begin("mine");

        assertThat(pauses.isOver("mine")).isFalse();
        assertThat(pauses.isOver("other")).isTrue();
        assertThat(length()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void eachFailureInARowMakesThePauseLongerUpToHalfAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            pauses.begin("mine");
            assertThat(length()).isEqualTo(Duration.ofSeconds(seconds));
        }

        pauses.end("mine");
        assertThat(pauses.isOver("mine")).isTrue();
        pauses.begin("mine");
        assertThat(length()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Until the group may read again. */
    private Duration length() {
        var begin = now;
        while (!pauses.isOver("mine")) {
            now = now.plusSeconds(1);
        }
        return Duration.between(begin, now);
    }
}
