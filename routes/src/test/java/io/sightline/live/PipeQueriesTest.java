package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.kubernetes.ClusterResource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeQueriesTest {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s, annotations: {sightline.runs-on: %2$s}}
            spec: {source: {uri: 'timer:%1$s?delay=1h'}, sink: {uri: %3$s}}
            """;

    private final CamelContext camel = new DefaultCamelContext();
    private final HandedTurns turns = new HandedTurns();
    private final Map<String, String> owners = new HashMap<>();
    private final RouteSources sources;

    PipeQueriesTest() {
        camel.addRoutePolicyFactory(LastFailure.of(Clock.systemUTC()));
        camel.start();
        var live = new LiveRoutes(
                camel,
                Surroundings.of(getClass().getClassLoader()),
                new LiveRoutes.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10)),
                Clock.systemUTC(),
                outcome -> {});
        sources = new RouteSources(live, turns);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void tellsOfEachPipeHowItFaresHereOrElsewhere() throws Exception {
        turns.elsewhere.add("away");
        turns.elsewhere.add("everywhere");
        sources.put(
                "folder",
                List.of(
                        file("away.pipe.yaml", PIPE.formatted("away", "one-pod", "log:away")),
                        file("everywhere.pipe.yaml", PIPE.formatted("everywhere", "every-pod", "log:x")),
                        file("here.pipe.yaml", PIPE.formatted("here", "one-pod", "log:here")),
                        file("route.camel.yaml", "- route: {id: r, from: {uri: direct:r, steps: [{log: x}]}}"),
                        file("wrong.pipe.yaml", PIPE.formatted("wrong", "one-pod", "lgo:wrong"))));

        var pipes = answer();

        assertThat(pipes)
                .extracting(pipe ->
                        pipe.path("name").asText() + " " + pipe.path("phase").asText())
                .containsExactly("away waiting", "everywhere ready", "here ready", "wrong error");
        assertThat(pipes.get(0).has("exchanges")).isFalse();
        assertThat(pipes.get(1).path("placement").asText()).isEqualTo("every-pod");
        assertThat(pipes.get(2).path("exchanges").path("inFlight").asInt()).isZero();
        assertThat(pipes.get(3).path("message").asText()).contains("lgo");
        assertThat(pipes).extracting(pipe -> pipe.path("source").asText()).containsOnly("file");
        assertThat(pipes).noneMatch(pipe -> pipe.has("runsOn"));
    }

    @Test
    void tellsWhatTheLastExchangeFailedWith() throws Exception {
        var pipe = PIPE.formatted("fails", "one-pod", "'direct:nobody?block=false'");
        sources.put("folder", List.of(file("fails.pipe.yaml", pipe.replace("timer:fails?delay=1h", "direct:fails"))));
        assertThat(answer().get(0).has("lastFailure")).isFalse();

        try (var producer = camel.createProducerTemplate()) {
            producer.send("direct:fails", exchange -> {});
        }

        var failure = answer().get(0).path("lastFailure");
        assertThat(failure.path("error").asText()).isEqualTo("DirectConsumerNotAvailableException");
        assertThat(failure.path("at").asText())
                .endsWith("Z")
                .isEqualTo(failure.path("since").asText());
    }

    @Test
    void whatAnotherProcessRunsIsAsItsStatusSays() throws Exception {
        turns.elsewhere.add("away");
        var resource = ClusterResource.of(Map.of(
                "apiVersion",
                "camel.apache.org/v1",
                "kind",
                "Pipe",
                "metadata",
                Map.of("name", "away", "namespace", "cameras", "generation", 4),
                "spec",
                Map.of("source", Map.of("uri", "timer:away"), "sink", Map.of("uri", "log:away")),
                "status",
                Map.of(
                        "phase",
                        "Error",
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "False", "message", "no such topic")))));
        sources.put("kubernetes", List.of(resource.file()));
        owners.put("away", "pod-b/1");

        var pipe = answer(resource).get(0);

        assertThat(pipe.path("source").asText()).isEqualTo("kubernetes");
        assertThat(pipe.path("namespace").asText()).isEqualTo("cameras");
        assertThat(pipe.path("generation").asLong()).isEqualTo(4);
        assertThat(pipe.path("phase").asText()).isEqualTo("error");
        assertThat(pipe.path("message").asText()).isEqualTo("no such topic");
        assertThat(pipe.path("runsOn").asText()).isEqualTo("pod-b/1");
        // When PostgreSQL is away for long, nobody runs it any more, and its status cannot say so.
        owners.clear();
        var stopped = answer(resource).get(0);
        assertThat(stopped.path("phase").asText()).isEqualTo("waiting");
        assertThat(stopped.has("message")).isFalse();
    }

    @Test
    void whoseRouteIsStoppedOrOfAnotherIsNotReady() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:taken").routeId("taken").log("x");
            }
        });
        sources.put(
                "folder",
                List.of(
                        file("stopped.pipe.yaml", PIPE.formatted("stopped", "one-pod", "log:x")),
                        file("taken.pipe.yaml", PIPE.formatted("taken", "one-pod", "log:x"))));
        camel.getRouteController().stopRoute("stopped");

        var pipes = answer();

        assertThat(pipes).extracting(pipe -> pipe.path("phase").asText()).containsExactly("waiting", "error");
        assertThat(pipes.get(0).has("exchanges")).isTrue();
        assertThat(pipes.get(1).has("exchanges")).isFalse();
    }

    /** It takes part as the route of the Pipe does, and has an id of its own by which it can be stopped. */
    @Test
    void whoseKameletIsStoppedIsNotReady() throws Exception {
        var kamelet = """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: pass-action, labels: {camel.apache.org/kamelet.type: action}}
                spec:
                  definition: {title: Pass Action, description: Passes on, type: object}
                  template: {from: {uri: kamelet:source, steps: [{log: x}]}}
                """;
        var pipe = PIPE.formatted("uses", "one-pod", "log:x")
                .replace(
                        "sink:",
                        "steps: [{ref: {kind: Kamelet, name: pass-action, apiVersion: camel.apache.org/v1}}], sink:");
        sources.put("folder", List.of(file("pass-action.kamelet.yaml", kamelet), file("uses.pipe.yaml", pipe)));
        assertThat(answer().get(0).path("phase").asText()).isEqualTo("ready");

        camel.getRouteController().stopRoute("uses-step-1");

        assertThat(answer().get(0).path("phase").asText()).isEqualTo("waiting");
        assertThat(answer().get(0).path("message").asText()).isEqualTo("stopped: uses-step-1");

        camel.getRouteController().startRoute("uses-step-1");
        assertThat(answer().get(0).path("phase").asText()).isEqualTo("ready");
    }

    private JsonNode answer(ClusterResource... resources) throws Exception {
        var queries = new PipeQueries(
                camel,
                Optional.of(sources),
                file -> List.of(resources).stream()
                        .filter(resource -> resource.file().name().equals(file))
                        .findFirst(),
                () -> owners,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        var exchange = new DefaultExchange(camel);
        queries.answer(exchange);
        return new JsonMapper()
                .readTree(exchange.getMessage().getBody(byte[].class))
                .path("pipes");
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
