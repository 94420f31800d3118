package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes and Kamelets of an API server, as fabric8 has one in memory. */
class ClusterRoutesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: greet-action, labels: {camel.apache.org/kamelet.type: action}}
            spec:
              definition:
                title: Greet Action
                description: Greets
                type: object
                required: [name]
                properties:
                  name: {title: Name, description: Whom, type: string}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody: {simple: '%s {{name}}'}
            """;
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s, annotations: {camel.apache.org/operator.id: sightline}}
            spec:
              source: {uri: direct:%1$s}
              steps: [{ref: {kind: Kamelet, name: greet-action, apiVersion: camel.apache.org/v1}, properties: {%2$s}}]
              sink: {uri: log:%1$s}
            """;

    private RememberingApi api;
    private FollowedApi runtime;

    @BeforeEach
    void start() {
        api = new RememberingApi();
        api.apply(KAMELET.formatted("hello"));
        runtime = new FollowedApi(api, Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        runtime.close();
        api.close();
    }

    @Test
    void aPipeIsCreatedChangedBrokenMendedAndDeleted() {
        api.apply(PIPE.formatted("greets", "name: one"));
        awaitReady("greets", "True");
        assertThat(runtime.ask("greets")).isEqualTo("hello one");
        assertThat(api.status("greets", "phase")).isEqualTo("Ready");
        assertThat(api.status("greets", "replicas")).isEqualTo("1");
        assertThat(api.ready("greets", "message")).isEqualTo("pod-1 runs it");
        var generation = Long.parseLong(api.status("greets", "observedGeneration"));

        api.apply(PIPE.formatted("greets", "name: 'two & {three}'"));
        awaitGeneration("greets", generation + 1);
        assertThat(runtime.ask("greets")).isEqualTo("hello two & {three}");

        api.apply(PIPE.formatted("greets", "nmae: four"));
        awaitReady("greets", "False");
        assertThat(api.status("greets", "phase")).isEqualTo("Error");
        assertThat(api.status("greets", "observedGeneration")).isEqualTo(String.valueOf(generation + 2));
        assertThat(api.ready("greets", "reason")).isEqualTo("Invalid");
        assertThat(api.ready("greets", "message"))
                .contains("spec.steps[0].properties.nmae", "generation " + (generation + 1) + " runs on");
        assertThat(runtime.ask("greets")).isEqualTo("hello two & {three}");

        api.apply(PIPE.formatted("greets", "name: '{{greeted:five}}'"));
        awaitReady("greets", "True");
        assertThat(runtime.ask("greets")).isEqualTo("hello five");

        api.pipe("greets").delete();
        await().atMost(PATIENCE).until(() -> !runtime.has("greets"));
    }

    @Test
    void aChangeOfAKameletReachesThePipesThatUseIt() {
        api.apply(PIPE.formatted("first", "name: one"));
        api.apply(PIPE.formatted("second", "name: two"));
        awaitReady("first", "True");
        awaitReady("second", "True");

        api.apply(KAMELET.formatted("good evening"));
        await().atMost(PATIENCE).until(() -> runtime.ask("second").equals("good evening two"));
        assertThat(runtime.ask("first")).isEqualTo("good evening one");

        api.kamelet("greet-action").delete();
        awaitReady("first", "False");
        awaitReady("second", "False");
        assertThat(api.ready("first", "message")).contains("greet-action", "runs on");
        assertThat(runtime.ask("first")).isEqualTo("good evening one");
    }

    @Test
    void twoPipesOfOneKameletDoNotTouchEachOther() {
        api.apply(PIPE.formatted("first", "name: one"));
        awaitReady("first", "True");
        api.apply(PIPE.formatted("second", "name: two"));
        awaitReady("second", "True");
        var since = runtime.camel.getRoute("first").getUptimeMillis();

        api.apply(PIPE.formatted("second", "name: three"));
        await().atMost(PATIENCE).until(() -> runtime.ask("second").equals("hello three"));

        assertThat(runtime.camel.getRoute("first").getUptimeMillis()).isGreaterThanOrEqualTo(since);
        // A route answers a moment before its file is said to be live.
        await().atMost(PATIENCE).until(() -> live() >= 4);
        assertThat(live()).isEqualTo(4);
    }

    @Test
    void pipesOfOthersAreLeftAlone() {
        api.apply(PIPE.formatted("foreign", "name: one").replace("id: sightline", "id: camel-k"));
        api.apply(PIPE.formatted("own", "name: one"));
        awaitReady("own", "True");

        assertThat(runtime.has("foreign")).isFalse();
        assertThat(api.status("foreign", "phase")).isEmpty();
    }

    @Test
    void pipesOfOtherNamespacesAreLeftAlone() {
        api.applyIn("other-cameras", PIPE.formatted("foreign", "name: one"));
        api.apply(PIPE.formatted("own", "name: one"));
        awaitReady("own", "True");

        assertThat(runtime.has("foreign")).isFalse();
        assertThat(runtime.sources.pipes()).hasSize(1);
    }

    @Test
    void whatRunsRunsOnWhileTheServerIsAwayAndWhatChangedIsCaughtUpWith() {
        api.apply(PIPE.formatted("greets", "name: one"));
        awaitReady("greets", "True");
        assertThat(runtime.cluster.connection().connected()).isTrue();

        api.goAway();
        await().atMost(PATIENCE).until(() -> !runtime.cluster.connection().connected());
        assertThat(runtime.cluster.connection().message()).isNotEmpty();
        assertThat(runtime.ask("greets")).isEqualTo("hello one");

        api.comeBack();
        api.apply(PIPE.formatted("greets", "name: two"));
        await().atMost(PATIENCE).until(() -> runtime.ask("greets").equals("hello two"));
        await().atMost(PATIENCE).until(() -> runtime.cluster.connection().connected());
        awaitReady("greets", "True");
    }

    @Test
    void anotherProcessTurnIsLeftToIt() {
        runtime.elsewhere.add("greets");
        api.apply(PIPE.formatted("greets", "name: one"));
        await().atMost(PATIENCE).until(() -> runtime.sources.pipes().size() == 1);
        assertThat(runtime.has("greets")).isFalse();
        assertThat(api.status("greets", "phase")).isEmpty();

        runtime.elsewhere.clear();
        runtime.sources.apply();
        awaitReady("greets", "True");

        runtime.elsewhere.add("greets");
        runtime.sources.apply();
        assertThat(runtime.has("greets")).isFalse();
    }

    @Test
    void whatAnotherWriterMakesOfAStatusStaysUntilAllIsListedAnew() {
        api.apply(PIPE.formatted("greets", "name: one"));
        awaitReady("greets", "True");
        api.pipe("greets").subresource("status").edit(pipe -> {
            pipe.getAdditionalProperties().put("status", Map.of("phase", "Creating", "selector", "app=greets"));
            return pipe;
        });
        api.apply(PIPE.formatted("other", "name: two"));
        awaitReady("other", "True");
        assertThat(api.status("greets", "phase")).isEqualTo("Creating");

        runtime.close();
        runtime = new FollowedApi(api, Duration.ofMillis(500));
        await().atMost(PATIENCE).until(() -> api.status("greets", "phase").equals("Ready"));
        assertThat(api.status("greets", "selector")).isEqualTo("app=greets");

        api.pipe("greets").subresource("status").edit(pipe -> {
            pipe.getAdditionalProperties().put("status", Map.of("phase", "Creating"));
            return pipe;
        });
        await().atMost(PATIENCE).until(() -> api.status("greets", "phase").equals("Ready"));
    }

    private void awaitReady(String pipe, String status) {
        await().atMost(PATIENCE).until(() -> api.ready(pipe, "status").equals(status));
    }

    private void awaitGeneration(String pipe, long generation) {
        await().atMost(PATIENCE)
                .until(() -> api.status(pipe, "observedGeneration").equals(String.valueOf(generation)));
    }

    private long live() {
        return runtime.outcomes.stream().filter(Condition.LIVE::equals).count();
    }
}
