package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PollsTest {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    private final Polls polls = new Polls(PERIOD, nanoTime::get, new Random(1));

    @Test
    void aNewModelIsDueAtOnceAndThenOncePerPeriod() {
        polls.expect(Set.of("a"));

        assertThat(polls.due()).containsExactly("a");
        polls.done("a", false);
        assertThat(polls.due()).isEmpty();
        pass(Duration.ofMillis(8999));
        assertThat(polls.due()).isEmpty();
        pass(Duration.ofMillis(2002));
        assertThat(polls.due()).containsExactly("a");
    }

    @Test
    void looksSpread() {
        var names = Set.of("a", "b", "c", "d", "e", "f", "g", "h");
        polls.expect(names);
        polls.due();
        names.forEach(name -> polls.done(name, false));

        pass(PERIOD);

        assertThat(polls.due()).hasSizeBetween(1, names.size() - 1);
    }

    @Test
    void aModelThatIsUnderWayIsNotDue() {
        polls.expect(Set.of("a"));
        polls.due();

        pass(PERIOD.multipliedBy(2));

        assertThat(polls.due()).isEmpty();
    }

    @Test
    void whoIsWokenIsDueAtOnceOrAgainWhenItIsUnderWay() {
        polls.expect(Set.of("a"));
        polls.due();
        polls.wake("a");
        assertThat(polls.due()).isEmpty();

        polls.done("a", false);

        assertThat(polls.due()).containsExactly("a");
        polls.done("a", false);
        polls.wake("a");
        polls.wake("unknown");
        assertThat(polls.due()).containsExactly("a");
    }

    @Test
    void whatFailsIsTriedMoreSeldomUpToAMinute() {
        polls.expect(Set.of("a"));
        polls.due();
        polls.done("a", true);
        pass(Duration.ofSeconds(17));
        assertThat(polls.due()).isEmpty();
        pass(Duration.ofSeconds(6));
        assertThat(polls.due()).containsExactly("a");
        for (int i = 0; i < 20; i++) {
            polls.done("a", true);
            pass(Duration.ofSeconds(67));
            assertThat(polls.due()).containsExactly("a");
        }
        polls.done("a", false);
        pass(Duration.ofSeconds(12));
        assertThat(polls.due()).as("that works again").containsExactly("a");
    }

    @Test
    void modelsComeAndGo() {
        polls.expect(Set.of("a", "b"));
        polls.due();
        polls.done("a", false);

        polls.expect(Set.of("b", "c"));

        assertThat(polls.due()).containsExactly("c");
        polls.done("b", false);
        polls.done("a", false);
        polls.expectAnew(Set.of("b", "c"));
        assertThat(polls.due()).containsExactly("b");
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
