package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupPausesTest {
    private final TestClock clock = new TestClock();
    private final GroupPauses pauses = new GroupPauses(clock);

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
        var begin = clock.instant();
        while (!pauses.isOver("mine")) {
            clock.advance(Duration.ofSeconds(1));
        }
        return Duration.between(begin, clock.instant());
    }
}
