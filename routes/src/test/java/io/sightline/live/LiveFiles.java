package io.sightline.live;

import io.sightline.integration.FileState;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;

/** A Camel context whose routes follow files. It has one built-in route, {@code built-in}. */
final class LiveFiles implements AutoCloseable {
    /** A built-in route that another process runs. */
    private static final String READER =
            "- route: {id: built-in-reader, from: {uri: 'kafka:in?groupId=of-built-in', steps: [{log: x}]}}";

    /** A built-in route configuration. */
    private static final String POLICY = "- routeConfiguration: {id: built-in-policy, onException: [{onException:"
            + " {exception: [java.lang.Exception], steps: [{log: x}]}}]}";

    final CamelContext camel = new DefaultCamelContext();
    final LiveRoutes live;
    final MovedClock clock = new MovedClock();
    private final Map<String, SourceFile> files = new TreeMap<>();

    /** @param guarded ids of built-in routes that no file may replace */
    LiveFiles(String... guarded) throws Exception {
        this(Duration.ofMinutes(1), guarded);
    }

    /** @param load how long the code of a Java file may take */
    LiveFiles(Duration load, String... guarded) throws Exception {
        camel.addRoutePolicyFactory(LastFailure.of(clock));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:built-in").routeId("built-in").setBody(constant("built in"));
            }
        });
        camel.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("built-in-policy")
                        .onException(Exception.class)
                        .log("x");
            }
        });
        camel.start();
        var health = HealthCheckRegistry.get(camel);
        for (var kept : List.of("routes", "consumers")) {
            health.register(health.resolveById(kept));
        }
        live = new LiveRoutes(
                camel,
                Surroundings.of(getClass().getClassLoader())
                        .withBuiltIn(
                                List.of(
                                        file("classpath:camel/built-in.camel.yaml", route("built-in", "built in")),
                                        file("classpath:camel/built-in-reader.camel.yaml", READER),
                                        file("classpath:camel/built-in-policy.camel.yaml", POLICY)),
                                Set.of(guarded)),
                new LiveRoutes.Limits(load, Duration.ofSeconds(20)),
                clock,
                outcome -> {});
    }

    /** Adds a file that is not looked at yet. */
    LiveFiles with(String name, String text) {
        files.put(name, file(name, text));
        return this;
    }

    void put(String name, String text) {
        with(name, text).look();
    }

    void put(String name, byte[] content) {
        files.put(name, new SourceFile(name, content));
        look();
    }

    /** What a file says. */
    String text(String name) {
        return new String(Objects.requireNonNull(files.get(name)).content(), StandardCharsets.UTF_8);
    }

    void remove(String name) {
        files.remove(name);
        look();
    }

    void look() {
        live.apply(List.copyOf(files.values()));
    }

    /** Adds a route of the runtime, which calls another one for all who call it. */
    void addFront(String name, String called) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name).routeId(name).to("direct:" + called);
            }
        });
    }

    /** What a route answers that begins with {@code direct:} and the name. */
    String ask(String name) {
        try (var producer = camel.createProducerTemplate()) {
            return producer.requestBody("direct:" + name, "", String.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of an id, of which there should be one. */
    List<RouteConfigurationDefinition> configurations(String id) {
        return camel
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinitions()
                .stream()
                .filter(configuration -> id.equals(configuration.getId()))
                .toList();
    }

    FileState state(String file) {
        return live.states().stream()
                .filter(state -> state.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    FileState.Condition condition(String file) {
        return state(file).condition();
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** A file with one route in Java. */
    static String java(String name, String line) {
        return "import org.apache.camel.builder.RouteBuilder;\npublic class " + name + " extends RouteBuilder {\n"
                + "    @Override\n    public void configure() {\n        " + line + "\n    }\n}\n";
    }

    /** A route on {@code direct:} of its id, which answers a text. */
    static String route(String id, String answer) {
        return "- route: {id: " + id + ", from: {uri: 'direct:" + id + "', steps: [{setBody: {constant: '" + answer
                + "'}}]}}";
    }

    /** A route on {@code direct:} of its id, which sends to something. */
    static String user(String id, String called) {
        return "- route: {id: " + id + ", from: {uri: 'direct:" + id + "', steps: [{to: '" + called + "'}]}}";
    }

    /** The Kamelet greet-action. */
    static String kamelet(String greeting) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: greet-action
                  labels: {camel.apache.org/kamelet.type: action}
                spec:
                  definition: {title: Greet Action, description: Greets, type: object}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody: {constant: '%s'}
                """.formatted(greeting);
    }

    /** The Kamelet queue-source, which hands on what comes to {@code seda:in}. */
    static String queueSource() {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: queue-source
                  labels: {camel.apache.org/kamelet.type: source}
                spec:
                  definition: {title: Queue Source, description: Reads a queue, type: object}
                  template:
                    from:
                      uri: seda:in
                      steps:
                        - to: kamelet:sink
                """;
    }

    /** A Pipe from a Kamelet to an endpoint. */
    static String pipe(String name, String source, String properties, String sink) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: %s}
                spec:
                  source: {ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: %s}, properties: {%s}}
                  sink: {uri: '%s'}
                """.formatted(name, source, properties, sink);
    }

    /** A Pipe on {@code direct:} of its name, which sends through the Kamelet greet-action. */
    static String greeter(String name) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: %1$s}
                spec:
                  source: {uri: 'direct:%1$s'}
                  steps: [{ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: greet-action}}]
                  sink: {uri: 'log:%1$s?level=OFF'}
                """.formatted(name);
    }

    /** The time of the machine, and as much as it was moved on. */
    static final class MovedClock extends Clock {
        private volatile Duration moved = Duration.ZERO;

        void move(Duration on) {
            moved = moved.plus(on);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(moved);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for " + zone);
        }
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
