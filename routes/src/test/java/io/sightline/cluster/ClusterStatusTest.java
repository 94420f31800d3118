package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a status says when a Pipe stops, and when something is in the way of those who write it. */
class ClusterStatusTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s, annotations: {camel.apache.org/operator.id: sightline}}
            spec: {source: {uri: direct:%1$s}, sink: {uri: log:%1$s}}
            """;

    private final RememberingApi api = new RememberingApi();
    private final FollowedApi runtime = new FollowedApi(api, Duration.ofHours(1));

    @AfterEach
    void stop() {
        runtime.close();
        api.close();
    }

    @Test
    void aPipeThatStopsForWantOfATurnSaysSo() {
        create("greets");

        runtime.elsewhere.add("greets");
        runtime.sources.apply();

        awaitReady("greets", "Unknown");
        assertThat(api.ready("greets", "message")).isEqualTo("pod-1 has stopped it");
        assertThat(api.ready("greets", "reason")).isEqualTo("Stopped");
        assertThat(api.status("greets", "phase")).isEqualTo("Creating");
        assertThat(api.status("greets", "replicas")).isEqualTo("0");
    }

    /** What is wrong with it is so wherever its turn is. */
    @Test
    void aPipeThatDidNotRunIsNotSaidToHaveStopped() {
        api.apply(PIPE.formatted("greets").replace("log:", "lgo:"));
        awaitReady("greets", "False");

        runtime.elsewhere.add("greets");
        runtime.sources.apply();
        create("other");

        assertThat(api.ready("greets", "reason")).isEqualTo("Invalid");
    }

    @Test
    void whatTheNextProcessHasSaidMeanwhileStays() {
        create("greets");
        say("greets", "pod-2 runs it");

        runtime.elsewhere.add("greets");
        runtime.sources.apply();
        create("other");

        assertThat(api.ready("greets", "message")).isEqualTo("pod-2 runs it");
    }

    @Test
    void theServerAwayAndTheTurnLostIsToldOnceTheServerIsBack() {
        create("greets");
        api.goAway();
        await().atMost(PATIENCE).until(() -> !runtime.cluster.connection().connected());

        runtime.elsewhere.add("greets");
        runtime.sources.apply();
        assertThat(runtime.has("greets")).isFalse();
        api.comeBack();

        awaitReady("greets", "Unknown");
    }

    @Test
    void aProcessThatStopsSaysThatItsPipesDo() {
        create("greets");

        runtime.camel.stop();
        runtime.cluster.close();

        assertThat(api.ready("greets", "message")).isEqualTo("pod-1 has stopped it");
    }

    @Test
    void aRouteThatIsStoppedByHandIsNotReady() throws Exception {
        create("greets");

        runtime.camel.getRouteController().stopRoute("greets");
        awaitReady("greets", "Unknown");
        assertThat(api.ready("greets", "message")).isEqualTo("pod-1 has stopped it");

        runtime.camel.getRouteController().startRoute("greets");
        awaitReady("greets", "True");
    }

    @Test
    void aStatusThatIsRefusedSilencesNoOther() {
        api.refuseStatus("first");
        api.apply(PIPE.formatted("first"));
        await().atMost(PATIENCE).until(() -> !runtime.cluster.unsaid().isEmpty());
        assertThat(runtime.cluster.unsaid()).startsWith("first: ");

        create("second");
        assertThat(api.status("first", "phase")).isEmpty();

        api.refuseStatus("");
        awaitReady("first", "True");
        await().atMost(PATIENCE).until(() -> runtime.cluster.unsaid().isEmpty());
    }

    /** Nobody mends that soon, and each look would ask for each Pipe five times. */
    @Test
    void aServerWithoutAPlaceForStatusIsAskedOnceAndThatIsSaid() {
        api.haveNoStatus(true);
        api.apply(PIPE.formatted("first"));
        await().atMost(PATIENCE).until(() -> !runtime.cluster.unsaid().isEmpty());
        assertThat(runtime.cluster.unsaid()).startsWith("first: ").contains("no status subresource", "install");

        for (var name : List.of("second", "third", "fourth")) {
            api.apply(PIPE.formatted(name));
            await().atMost(PATIENCE).until(() -> runtime.has(name));
        }

        assertThat(api.statusRequests()).isEqualTo(1);
    }

    @Test
    void whateverALookFailsWithTheNextOneFollows() {
        create("first");

        runtime.failure = new AssertionError("for this test");
        await().atMost(PATIENCE).until(() -> !runtime.cluster.connection().connected());
        assertThat(runtime.cluster.connection().message()).contains("for this test");
        // Without memory not even the failure can be told.
        var isUntold = new AtomicBoolean();
        runtime.failure = new AssertionError() {
            @Override
            public String toString() {
                isUntold.set(true);
                throw new IllegalStateException("no memory, for this test");
            }
        };
        await().atMost(PATIENCE).untilTrue(isUntold);
        runtime.failure = null;

        create("second");
        await().atMost(PATIENCE).until(() -> runtime.cluster.connection().connected());
    }

    /** Half a minute: ten seconds of silence, and as many until a question counts as not answered. */
    @Test
    @Tag("slow")
    void aServerThatIsSilentIsNoticed() {
        create("greets");

        api.fallSilent();
        await().atMost(PATIENCE).until(() -> !runtime.cluster.connection().connected());
        api.speak();

        await().atMost(PATIENCE).until(() -> runtime.cluster.connection().connected());
        create("other");
    }

    private void create(String pipe) {
        api.apply(PIPE.formatted(pipe));
        awaitReady(pipe, "True");
    }

    private void awaitReady(String pipe, String status) {
        await().atMost(PATIENCE).until(() -> api.ready(pipe, "status").equals(status));
    }

    /** As another process does. */
    private void say(String pipe, String message) {
        api.pipe(pipe).subresource("status").edit(resource -> {
            resource.getAdditionalProperties()
                    .put(
                            "status",
                            Map.of(
                                    "phase",
                                    "Ready",
                                    "conditions",
                                    List.of(Map.of("type", "Ready", "status", "True", "message", message))));
            return resource;
        });
    }
}
