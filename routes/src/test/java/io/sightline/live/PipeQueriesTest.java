package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.lifecycle.LeaseHolders;
import io.sightline.lifecycle.Turns;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
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
    private final Set<String> elsewhere = new HashSet<>();
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
        sources = new RouteSources(live, new Others());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void tellsOfEachPipeHowItFaresHereOrElsewhere() throws Exception {
        elsewhere.add("away");
        elsewhere.add("everywhere");
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
        assertThat(failure.path("message").asText()).contains("No consumers available", "nobody");
        assertThat(failure.path("at").asText())
                .endsWith("Z")
                .isEqualTo(failure.path("since").asText());
    }

    @Test
    void whatAnotherProcessRunsIsAsItsStatusSays() throws Exception {
        elsewhere.add("away");
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

        var pipe = answer(resource).get(0);

        assertThat(pipe.path("source").asText()).isEqualTo("kubernetes");
        assertThat(pipe.path("namespace").asText()).isEqualTo("cameras");
        assertThat(pipe.path("generation").asLong()).isEqualTo(4);
        assertThat(pipe.path("phase").asText()).isEqualTo("error");
        assertThat(pipe.path("message").asText()).isEqualTo("no such topic");
    }

    private JsonNode answer(ClusterResource... resources) throws Exception {
        var queries = new PipeQueries(
                camel,
                Optional.of(sources),
                file -> List.of(resources).stream()
                        .filter(resource -> resource.file().name().equals(file))
                        .findFirst(),
                new LeaseHolders(away()),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        var exchange = new DefaultExchange(camel);
        queries.answer(exchange);
        return new JsonMapper()
                .readTree(exchange.getMessage().getBody(byte[].class))
                .path("pipes");
    }

    /** A database that does not answer. */
    private static DataSource away() {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                PipeQueriesTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    throw new SQLException("it is away");
                });
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All turns are this process' but for those elsewhere. */
    private final class Others implements Turns {
        @Override
        public void want(Collection<String> things) {
            // They are had already.
        }

        @Override
        public void keep(Collection<String> things) {
            // Nobody else waits for them.
        }

        @Override
        public boolean has(String thing) {
            return !elsewhere.contains(thing);
        }
    }
}
