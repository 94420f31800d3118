package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which Pipes run here, whoever else has their turn. */
class RouteSourcesTest extends PipesOfTurns {
    RouteSourcesTest() throws Exception {}

    @Test
    void aFileThatBreaksKeepsTheTurnOfWhatRunsOfIt() {
        put("a.pipe.yaml", pipe("a", "log:a"));

        for (var broken : List.of(
                pipe("a", "log:a").replace("sink: {", "sink: {{"),
                pipe("a", "log:a").replace("kind: Pipe", "kind: Pope"),
                pipe("a", "log:a").replace("name: a,", ""))) {
            put("a.pipe.yaml", broken);

            assertThat(bench.condition("a.pipe.yaml")).isEqualTo(Condition.INVALID);
            assertThat(turns.wanted).containsExactly("a");
            assertThat(bench.camel.getRoute("a")).isNotNull();
            assertThat(sources.pipes()).containsOnlyKeys("a.pipe.yaml");
        }
        // When
        turns.elsewhere.add("a");
        sources.apply();
        // Then
        assertThat(bench.camel.getRoute("a")).isNull();
        assertThat(turns.wanted).as("of what is to come back").containsExactly("a");
    }

    @Test
    void aNameThatNobodyTakesIsNotAskedFor() {
        put("a.pipe.yaml", pipe("a", "log:a"));

        put("bad.pipe.yaml", pipe("\"\\0bad\"", "log:bad"));

        assertThat(turns.wanted).containsExactly("a");
        assertThat(bench.condition("bad.pipe.yaml")).isEqualTo(Condition.INVALID);
    }

    @Test
    void aFileWithSeveralPipesNeedsTheTurnOfEach() {
        turns.elsewhere.add("y");
        put("both.pipe.yaml", pipe("x", "log:x") + "---\n" + pipe("y", "log:y"));
        assertThat(bench.camel.getRoutes()).hasSize(1);

        // Who has the later one of another process gives it back, so that one of them has both.
        turns.elsewhere.clear();
        turns.elsewhere.add("x");
        sources.apply();
        assertThat(turns.wanted).containsExactly("x");
        assertThat(bench.camel.getRoutes()).hasSize(1);

        turns.elsewhere.clear();
        sources.apply();
        sources.apply();
        assertThat(turns.wanted).containsExactlyInAnyOrder("x", "y");
        assertThat(bench.camel.getRoutes()).hasSize(3);
        // When
        var route = bench.camel.getRoute("x");
        put("both.pipe.yaml", pipe("y", "log:y") + "---\n" + pipe("x", "log:x"));
        turns.elsewhere.add("y");
        sources.apply();
        // Then
        assertThat(route).isNotNull();
        assertThat(bench.camel.getRoutes()).hasSize(1);
    }

    @Test
    void whatRunsRunsUntilTheTurnOfItsNewNameIsKnown() {
        put("a.pipe.yaml", pipe("a", "log:a"));
        var route = bench.camel.getRoute("a");

        turns.unasked.add("b");
        put("a.pipe.yaml", pipe("b", "lgo:b"));
        assertThat(bench.camel.getRoute("a")).isSameAs(route);
        assertThat(turns.wanted).containsExactlyInAnyOrder("a", "b");

        turns.unasked.clear();
        sources.apply();
        assertThat(bench.condition("a.pipe.yaml")).isEqualTo(Condition.INVALID);
        assertThat(bench.camel.getRoute("a")).isSameAs(route);

        put("a.pipe.yaml", pipe("c", "log:c"));
        assertThat(bench.camel.getRoute("a")).isNull();
        assertThat(bench.camel.getRoute("c")).isNotNull();
        assertThat(turns.wanted).containsExactly("c");

        turns.elsewhere.add("d");
        put("a.pipe.yaml", pipe("d", "log:d"));
        assertThat(bench.camel.getRoute("c")).isNull();
        assertThat(bench.camel.getRoute("d")).isNull();
    }

    /** Each takes as long to start as it does: by then the turn of the other may be over. */
    @Test
    void theTurnIsAskedForRightBeforeEachStart() {
        watch(() -> turns.elsewhere.add("b"));
        turns.want(List.of("a", "b"));
        with("watched-action.kamelet.yaml", KAMELET);
        with("a.pipe.yaml", using("watched", pipe("a", "log:a")));
        with("b.pipe.yaml", using("watched", pipe("b", "log:b")));

        bench.live.apply(files());

        assertThat(bench.camel.getRoute("a")).isNotNull();
        assertThat(bench.camel.getRoute("b")).isNull();
        // When it was lost for a moment only
        turns.elsewhere.clear();
        bench.live.apply(files());
        assertThat(bench.camel.getRoute("b")).isNotNull();
    }

    @Test
    void aProcessThatEndsChangesNothing() {
        put("a.pipe.yaml", pipe("a", "log:a"));

        sources.freeze();
        put("b.pipe.yaml", pipe("b", "log:b"));

        assertThat(bench.camel.getRoute("b")).isNull();
        assertThat(bench.camel.getRoute("a")).isNotNull();
    }

    @Test
    void aProcessThatEndsGoesNotOnWithAChange() {
        watch(sources::freeze);
        with("watched-action.kamelet.yaml", KAMELET);
        with("a.pipe.yaml", pipe("a", "log:a"));
        put("c.pipe.yaml", pipe("c", "log:c"));
        var changed = bench.camel.getRoute("a");
        var route = bench.camel.getRoute("c");
        turns.want(List.of("b"));
        with("a.pipe.yaml", using("watched", pipe("a", "log:a")));
        with("b.pipe.yaml", pipe("b", "log:b"));

        put("c.pipe.yaml", pipe("c", "log:changed"));

        assertThat(bench.camel.getRoute("a")).isNotNull().isNotSameAs(changed);
        assertThat(bench.camel.getRoute("b")).isNull();
        assertThat(bench.camel.getRoute("c")).isSameAs(route);
    }

    /** Others may have its turn for as long as one takes to start. */
    @Test
    void whatIsWithheldWhenItIsTriedAgainComesWithItsTurn() {
        var isAway = new AtomicBoolean(true);
        var isTaken = new AtomicBoolean(true);
        watch(() -> {
            if (isAway.get()) {
                throw new IllegalStateException("the server is away");
            }
            if (isTaken.get()) {
                turns.elsewhere.add("b");
            }
        });
        turns.want(List.of("a", "b", "c"));
        with("watched-action.kamelet.yaml", KAMELET);
        with("a.pipe.yaml", using("watched", pipe("a", "log:a")));
        with("b.pipe.yaml", using("watched", pipe("b", "log:b")));
        put("c.pipe.yaml", using("watched", pipe("c", "log:c")));
        assertThat(bench.condition("b.pipe.yaml")).isEqualTo(Condition.FAILED);

        isAway.set(false);
        bench.clock.move(Duration.ofMinutes(1));
        await().atMost(PATIENCE).until(() -> runs("a") && runs("c"));
        assertThat(bench.camel.getRoute("b")).isNull();

        isTaken.set(false);
        turns.elsewhere.clear();
        await().atMost(PATIENCE).until(() -> runs("b"));
        assertThat(bench.condition("b.pipe.yaml")).isEqualTo(Condition.LIVE);
    }
}
