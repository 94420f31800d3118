package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PursuitTest {
    private static final Failure OUTAGE = new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away");
    private static final Failure BROKEN = new PermanentFailure(FailureCode.MODEL_UNKNOWN, "broken");

    private long now;
    private final Pursuit pursuit = new Pursuit(() -> now);
    private final Announcement first = Announcement.retired("tiny", 0);
    private final Announcement second = Announcement.retired("tiny", 1);

    @Test
    void isDueOnceUntilItIsDone() {
        assertThat(pursuit.isDue()).isFalse();
        pursuit.begin(first);

        assertThat(pursuit.isDue()).isTrue();
        assertThat(pursuit.isDue()).as("while somebody is at it").isFalse();
        pursuit.succeed(first);
        assertThat(pursuit.isDue()).isFalse();
        pursuit.begin(first);
        assertThat(pursuit.isDue()).as("the same once more").isFalse();
        assertThat(pursuit.isDone()).isTrue();
    }

    @Test
    void triesAgainSoonAfterAnOutageAndLaterWhenSomebodyHasToMendIt() {
        assertThat(waits(OUTAGE)).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L);
        assertThat(waits(BROKEN)).containsExactly(5000L, 10000L, 20000L, 40000L, 80000L, 160000L, 300000L);
    }

    @Test
    void isDueAgainWhenItHasWaited() {
        pursuit.begin(first);
        pursuit.isDue();
        pursuit.fail(first, OUTAGE, "away");

        now += Duration.ofMillis(499).toNanos();
        assertThat(pursuit.isDue()).isFalse();
        now += Duration.ofMillis(1).toNanos();
        assertThat(pursuit.isDue()).isTrue();
        pursuit.fail(first, OUTAGE, "away");
        now += Duration.ofMillis(999).toNanos();
        assertThat(pursuit.isDue()).isFalse();
    }

    @Test
    void givesUpWhatFailsForALaterAnnouncementAtOnce() {
        pursuit.begin(first);
        pursuit.isDue();
        pursuit.fail(first, BROKEN, "broken");
        assertThat(pursuit.isDue()).isFalse();

        pursuit.begin(second);

        assertThat(pursuit.isDue()).isTrue();
        assertThat(pursuit.message()).as("nothing else is known yet").isEqualTo("broken");
        pursuit.succeed(second);
        assertThat(pursuit.message()).isEmpty();
    }

    /** What was under way when the later one came has no say any more. */
    @Test
    void isDueForTheLaterOneWhateverBecameOfTheEarlier() {
        pursuit.begin(first);
        pursuit.isDue();
        pursuit.begin(second);
        assertThat(pursuit.isDue()).as("one after the other").isFalse();

        pursuit.succeed(first);
        assertThat(pursuit.isDone()).isFalse();
        assertThat(pursuit.isDue()).isTrue();
        assertThat(pursuit.fail(first, BROKEN, "broken")).isFalse();
        assertThat(pursuit.message()).isEmpty();
        assertThat(pursuit.isDue()).isTrue();
    }

    @Test
    void tellsAFailureOnceForEachCause() {
        pursuit.begin(first);

        assertThat(pursuit.fail(first, OUTAGE, "away")).isTrue();
        assertThat(pursuit.fail(first, OUTAGE, "away")).isFalse();
        assertThat(pursuit.fail(first, BROKEN, "broken")).isTrue();
    }

    /** Milliseconds after the first seven failures. */
    private static Stream<Long> waits(Failure failure) {
        return IntStream.rangeClosed(1, 7)
                .mapToObj(failures -> Backoff.after(failure, failures).toMillis());
    }
}
