package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pipes that do not run and are to: they are tried again, here or elsewhere, whatever their files say by now. */
class PipesComeBackTest extends PipesOfTurns {
    private static final String A = "a.pipe.yaml";

    private final AtomicBoolean isAway = new AtomicBoolean();
    private final AtomicBoolean takesLong = new AtomicBoolean();
    private final AtomicInteger starts = new AtomicInteger();

    PipesComeBackTest() throws Exception {
        watch(() -> {
            starts.incrementAndGet();
            if (takesLong.get()) {
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            }
            if (isAway.get()) {
                throw new IllegalStateException("the server is away");
            }
        });
        with("watched-action.kamelet.yaml", KAMELET);
    }

    private RouteSources.Pipe known() {
        return Objects.requireNonNull(sources.pipes().get(A));
    }

    @Test
    void whatRunsBesideAWrongFileComesBackWithItsTurn() {
        isAway.set(true);
        var unreadable = pipe("a", "log:a").replace("sink: {", "sink: {{");
        for (var next : List.of(pipe("a", "lgo:a"), unreadable, using("watched", pipe("a", "log:b")))) {
            put(A, pipe("a", "log:a"));
            put(A, next);
            var former = known().running().orElseThrow();
            var condition = bench.condition(A);
            assertThat(condition).isIn(Condition.INVALID, Condition.FAILED);

            turns.unasked.add("a");
            assertThat(runs("a")).isFalse();
            turns.unasked.clear();

            await().atMost(PATIENCE).until(() -> runs("a"));
            assertThat(known().running()).contains(former);
            assertThat(bench.condition(A)).isEqualTo(condition);
        }
    }

    /** By then a later version than what ran here may have run elsewhere. */
    @Test
    void whatRanComesNotBackWhenItsFileHasChangedWhileAnotherProcessHadItsTurn() {
        put(A, pipe("a", "log:a"));
        turns.elsewhere.add("a");
        assertThat(runs("a")).isFalse();
        put(A, pipe("a", "log:b"));
        put(A, pipe("a", "lgo:c"));

        turns.elsewhere.clear();

        assertThat(runs("a")).isFalse();
        assertThat(runs("a")).isFalse();
        assertThat(bench.condition(A)).isEqualTo(Condition.INVALID);
    }

    @Test
    void whatIsDownIsTriedOnWhenItsFileIsWrongByNow() {
        put(A, using("watched", pipe("a", "log:a")));
        isAway.set(true);
        put(A, using("watched", pipe("a", "log:b")));
        assertThat(bench.condition(A)).isEqualTo(Condition.DOWN);
        put(A, pipe("a", "log:a").replace("sink: {", "sink: {{"));
        assertThat(runs("a")).isFalse();
        assertThat(turns.wanted).containsExactly("a");

        isAway.set(false);
        bench.clock.move(Duration.ofMinutes(1));

        await().atMost(PATIENCE).until(() -> runs("a"));
        assertThat(bench.condition(A)).isEqualTo(Condition.INVALID);
        put(A, pipe("a", "log:c"));
        assertThat(bench.condition(A)).isEqualTo(Condition.LIVE);
    }

    @Test
    void whatSomebodyChangesDoesNotWaitForWhatIsTriedAgain() {
        isAway.set(true);
        for (var name : List.of("b", "c", "d")) {
            put(name + ".pipe.yaml", using("watched", pipe(name, "log:x")));
        }
        bench.clock.move(Duration.ofMinutes(1));
        var before = starts.get();

        put(A, pipe("a", "log:a"));

        assertThat(bench.camel.getRoute("a")).isNotNull();
        assertThat(starts).hasValue(before);
    }

    @Test
    void whatTakesLongIsTriedAgainOneAfterTheOther() {
        isAway.set(true);
        for (var name : List.of("b", "c", "d")) {
            put(name + ".pipe.yaml", using("watched", pipe(name, "log:x")));
        }
        bench.clock.move(Duration.ofMinutes(1));
        var before = starts.get();
        takesLong.set(true);

        sources.apply();

        assertThat(starts).hasValue(before + 1);
        takesLong.set(false);
        isAway.set(false);
        await().atMost(PATIENCE).until(() -> {
            turns.passedOn.clear();
            return runs("b") && runs("c") && runs("d");
        });
    }

    @Test
    void whatDoesNotStartHereIsPassedOnAndTriedAgain() {
        isAway.set(true);
        put(A, using("watched", pipe("a", "log:a")));
        assertThat(runs("a")).isFalse();
        assertThat(turns.passedOn).as("before its status can say why").isEmpty();

        bench.clock.move(Duration.ofSeconds(3));
        sources.apply();
        assertThat(turns.passedOn).containsExactly("a");
        sources.apply();
        assertThat(known().state().orElseThrow().condition()).isEqualTo(Condition.FAILED);
        // When nobody else has taken it
        var before = starts.get();
        turns.passedOn.clear();
        assertThat(runs("a")).isFalse();
        assertThat(starts).hasValueGreaterThan(before);
        // When another process runs it
        turns.elsewhere.add("a");
        bench.clock.move(Duration.ofMinutes(1));
        assertThat(runs("a")).isFalse();
        assertThat(known().state()).isEmpty();
        // When that is gone
        turns.elsewhere.clear();
        isAway.set(false);
        await().atMost(PATIENCE).until(() -> runs("a"));
        bench.clock.move(Duration.ofMinutes(1));
        sources.apply();
        assertThat(turns.passedOn).isEmpty();
    }

    @Test
    void whatIsWrongIsPassedOnToThoseWhoMayRunAFormerVersion() {
        put(A, pipe("a", "lgo:a"));
        assertThat(turns.wanted).containsExactly("a");

        bench.clock.move(Duration.ofSeconds(3));
        sources.apply();

        assertThat(turns.passedOn).containsExactly("a");
    }

    /** The second one is told that the name is taken. */
    @Test
    void whatTwoFilesNameStaysWithTheOneThatRuns() {
        put(A, pipe("a", "log:a"));
        put("b.pipe.yaml", pipe("a", "log:b"));
        assertThat(bench.condition("b.pipe.yaml")).isEqualTo(Condition.INVALID);

        bench.clock.move(Duration.ofMinutes(1));
        sources.apply();

        assertThat(turns.passedOn).isEmpty();
        assertThat(runs("a")).isTrue();
    }

    @Test
    void whatDoesNotStartWhenItsTurnIsBackHasNoOtherVersionToGoBackTo() {
        put(A, using("watched", pipe("a", "log:a")));
        turns.unasked.add("a");
        assertThat(runs("a")).isFalse();
        isAway.set(true);
        turns.unasked.clear();
        var before = starts.get();
        assertThat(runs("a")).isFalse();
        assertThat(starts).hasValue(before + 1);
        assertThat(bench.condition(A)).isEqualTo(Condition.FAILED);

        isAway.set(false);
        bench.clock.move(Duration.ofMinutes(1));

        await().atMost(PATIENCE).until(() -> runs("a"));
        assertThat(bench.condition(A)).isEqualTo(Condition.LIVE);
    }

    @Test
    void whatRunsNowhereIsKeptLongerEachTime() {
        put(A, pipe("a", "lgo:a"));
        for (int seconds : List.of(2, 4, 8)) {
            sources.apply();
            bench.clock.move(Duration.ofSeconds(seconds / 2));
            sources.apply();
            assertThat(turns.passedOn).as("before " + seconds + " s").isEmpty();

            bench.clock.move(Duration.ofSeconds(seconds));
            sources.apply();

            assertThat(turns.passedOn).containsExactly("a");
            turns.passedOn.clear();
        }
        put(A, pipe("a", "lgo:b"));
        bench.clock.move(Duration.ofSeconds(3));
        sources.apply();
        assertThat(turns.passedOn).as("another mistake").containsExactly("a");
    }

    /** Another process may be able to run it later, too. */
    @Test
    void whatIsTriedAgainAndAgainIsPassedOnAllTheSame() {
        isAway.set(true);
        put(A, using("watched", pipe("a", "log:a")));
        int times = 0;
        for (int tries = 0; tries < 20; tries++) {
            bench.clock.move(Duration.ofSeconds(11));
            sources.apply();
            sources.apply();
            times += turns.passedOn.size();
            turns.passedOn.clear();
        }
        assertThat(times).isGreaterThan(4);
    }

    @Test
    void whatRunsOnInAFormerVersionIsNotPassedOn() {
        put(A, pipe("a", "log:a"));
        put(A, pipe("a", "lgo:a"));

        bench.clock.move(Duration.ofMinutes(1));
        sources.apply();

        assertThat(turns.passedOn).isEmpty();
    }

    /** As for a value that is mounted later. */
    @Test
    void whatCannotEvenBeMadeIsTriedAgain() {
        with("later-action.kamelet.yaml", KAMELET.replace("watched", "later"));
        put(A, using("later", pipe("a", "log:a")));
        assertThat(bench.condition(A)).isEqualTo(Condition.FAILED);

        bench.camel.getRegistry().bind("later", bench.camel.getRegistry().lookupByName("watched"));
        bench.clock.move(Duration.ofMinutes(1));

        await().atMost(PATIENCE).until(() -> runs("a"));
        assertThat(bench.condition(A)).isEqualTo(Condition.LIVE);
    }
}
