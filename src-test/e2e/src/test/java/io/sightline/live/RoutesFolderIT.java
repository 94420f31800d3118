package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A folder of routes, as the packaged runtime follows it, and what its API tells of it. */
@ExtendWith(FolderRuntime.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesFolderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LiveFolder live;
    private final Path folder;
    private final RuntimeProcess runtime;

    RoutesFolderIT(LiveFolder live) {
        this.live = live;
        this.folder = live.path();
        this.runtime = live.runtime();
    }

    /** Puts into a folder what these tests want to be there when the runtime starts. */
    static void prepare(Path folder) throws IOException {
        yaml(folder, "ticking", "yaml one");
        java(folder, "java one");
        Files.writeString(folder.resolve("greeting.camel.yaml"), http("greeting", "/greeting", "GET"));
    }

    @AfterAll
    void tidyUp() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void runsYamlAndJavaAndFollowsTheirChanges() throws Exception {
        // Given
        awaitLine("yaml one");
        awaitLine("java one");
        // When
        yaml(folder, "ticking", "yaml two");
        java(folder, "java two");
        // Then
        awaitLine("yaml two");
        awaitLine("java two");
        // When
        Files.writeString(folder.resolve("ticking.camel.yaml"), "- route: {id: ticking, frm: nowhere}\n");
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                live.file("ticking.camel.yaml").path("state").asText())
                        .isEqualTo("invalid"));
        assertThat(live.file("ticking.camel.yaml").path("message").asText()).contains("frm");
        assertThat(runtime.metric("sightline_routes_files{state=\"invalid\"}")).isEqualTo(1);
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        var before = lines("yaml two");
        await().atMost(PATIENCE).until(() -> lines("yaml two") > before);
    }

    @Test
    void stopsAndStartsARouteByRestAndStaysReady() throws Exception {
        // Given
        yaml(folder, "switched", "still alive");
        awaitLine("still alive");
        // When
        var stopped = live.call("POST", "/v1/routes/switched/stop");
        // Then
        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        assertThat(stopped.path("builtIn").asBoolean()).isFalse();
        assertThat(stopped.path("file").asText()).endsWith("switched.camel.yaml");
        assertThat(stopped.path("exchanges").path("total").asLong()).isPositive();
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        assertThat(runtime.output()).contains("A route was stopped by request");
        var before = lines("still alive");
        // When
        assertThat(live.call("POST", "/v1/routes/switched/start").path("state").asText())
                .isEqualTo("started");
        // Then
        await().atMost(PATIENCE).until(() -> lines("still alive") > before);
        // When
        Files.delete(folder.resolve("switched.camel.yaml"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                live.file("switched.camel.yaml").path("state").asText())
                        .isEqualTo("removed"));
        assertThat(live.call("GET", "/v1/routes").path("routes"))
                .noneMatch(route -> route.path("id").asText().equals("switched"));
    }

    @Test
    void runsAPipeInItsTurnAndTellsWhere() throws Exception {
        // When
        Files.writeString(folder.resolve("says.pipe.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: says}
                spec:
                  source:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source}
                    properties: {message: said by a Pipe, period: 200}
                  sink:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink}
                """);
        // Then
        awaitLine("said by a Pipe");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(live.call("GET", "/v1/pipes").path("pipes"))
                        .singleElement()
                        .satisfies(pipe -> {
                            assertThat(pipe.path("name").asText()).isEqualTo("says");
                            assertThat(pipe.path("phase").asText()).isEqualTo("ready");
                            assertThat(pipe.path("runsOn").asText()).contains("/" + runtime.pid() + "-");
                            assertThat(pipe.path("exchanges").path("total").asLong())
                                    .isPositive();
                        }));
        // When
        Files.delete(folder.resolve("says.pipe.yaml"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(live.call("GET", "/v1/pipes").path("pipes")).isEmpty());
    }

    /** Before it was ready nothing of the folder could be called. */
    @Test
    void answersByHttpFromTheFirstRequest() {
        assertThat(live.firstStatus()).isEqualTo(200);
    }

    @Test
    void answersRestThatCallsARouteOfAnotherFileAndFollowsThat() throws Exception {
        // Given
        var rest = "- rest: {path: /rest-greeting, note: 'sightline.public: true', get: [{path: /it, to:"
                + " 'direct:greeter'}]}\n";
        Files.writeString(folder.resolve("greeter.camel.yaml"), greeter("one"));
        Files.writeString(folder.resolve("rest-greeting.camel.yaml"), rest);
        await().atMost(PATIENCE).until(() -> live.body("/rest-greeting/it").equals("one"));
        // When
        Files.writeString(folder.resolve("greeter.camel.yaml"), greeter("another one"));
        // Then
        await().atMost(PATIENCE).until(() -> live.body("/rest-greeting/it").equals("another one"));
    }

    @Test
    void keepsOneMethodOfAPathWhenTheOtherComesAndGoes() throws Exception {
        // Given
        Files.writeString(folder.resolve("get.camel.yaml"), http("get", "/methods", "GET"));
        await().atMost(PATIENCE).until(() -> live.status("GET", "/methods") == 200);
        // When
        Files.writeString(folder.resolve("post.camel.yaml"), http("post", "/methods", "POST"));
        // Then
        await().atMost(PATIENCE).until(() -> live.status("POST", "/methods") == 200);
        assertThat(live.status("GET", "/methods")).isEqualTo(200);
        // When
        Files.delete(folder.resolve("post.camel.yaml"));
        // Then
        await().atMost(PATIENCE).until(() -> live.status("POST", "/methods") == 404);
        assertThat(live.status("GET", "/methods")).isEqualTo(200);
    }

    private static String greeter(String text) {
        return "- route: {id: greeter, note: 'sightline.public: true', from: {uri: 'direct:greeter', steps: [{setBody:"
                + " {constant: '" + text + "'}}]}}\n";
    }

    private static String http(String id, String path, String method) {
        return "- route: {id: " + id + ", note: 'sightline.public: true', from: {uri: 'platform-http:" + path
                + "?httpMethodRestrict=" + method + "', steps: [{setBody: {constant: " + id + "}}]}}\n";
    }

    private static void yaml(Path folder, String id, String text) throws IOException {
        Files.writeString(
                folder.resolve(id + ".camel.yaml"),
                "- route: {id: " + id + ", from: {uri: 'timer:" + id + "?period=200', steps: [{log: '" + text
                        + "'}]}}\n");
    }

    private static void java(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("Ticking.java"), """
                import org.apache.camel.builder.RouteBuilder;

                public class Ticking extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("timer:java?period=200").routeId("java-ticking").log("%s");
                    }
                }
                """.formatted(text));
    }

    private void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> lines(text) > 0);
    }

    private long lines(String text) {
        return runtime.output().lines().filter(line -> line.contains(text)).count();
    }
}
