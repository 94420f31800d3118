package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A folder of routes, as the packaged runtime follows it, and what its API tells of it. */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesFolderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path folder = Path.of("");
    private RuntimeProcess runtime;
    private String token = "";

    @BeforeAll
    void start(DevStack stack, @TempDir Path place) throws IOException {
        folder = place;
        yaml("ticking", "yaml one");
        java("java one");
        Files.writeString(folder.resolve("greeting.camel.yaml"), http("greeting", "/greeting", "GET"));
        token = stack.token("sightline-dev");
        runtime = RuntimeProcess.start(
                        "routes-folder",
                        stack.isolate("routes-folder"),
                        "--sightline.stages=api,pipes",
                        "--sightline.routes.directory=" + folder)
                .awaitReady();
    }

    @AfterAll
    void stop() {
        runtime.close();
    }

    @Test
    void runsYamlAndJavaAndFollowsTheirChanges() throws Exception {
        // Given
        awaitLine("yaml one");
        awaitLine("java one");
        // When
        yaml("ticking", "yaml two");
        java("java two");
        // Then
        awaitLine("yaml two");
        awaitLine("java two");
        // When
        Files.writeString(folder.resolve("ticking.camel.yaml"), "- route: {id: ticking, frm: nowhere}\n");
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                file("ticking.camel.yaml").path("state").asText())
                        .isEqualTo("invalid"));
        assertThat(file("ticking.camel.yaml").path("message").asText()).contains("frm");
        assertThat(runtime.metric("sightline_routes_files{state=\"invalid\"}")).isEqualTo(1);
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        var before = lines("yaml two");
        await().atMost(PATIENCE).until(() -> lines("yaml two") > before);
    }

    @Test
    void stopsAndStartsARouteByRestAndStaysReady() throws Exception {
        // Given
        yaml("switched", "still alive");
        awaitLine("still alive");
        // When
        var stopped = call("POST", "/v1/routes/switched/stop");
        // Then
        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        assertThat(stopped.path("builtIn").asBoolean()).isFalse();
        assertThat(stopped.path("file").asText()).endsWith("switched.camel.yaml");
        assertThat(stopped.path("exchanges").path("total").asLong()).isPositive();
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        assertThat(runtime.output()).contains("A route was stopped by request");
        var before = lines("still alive");
        // When
        assertThat(call("POST", "/v1/routes/switched/start").path("state").asText())
                .isEqualTo("started");
        // Then
        await().atMost(PATIENCE).until(() -> lines("still alive") > before);
        // When
        Files.delete(folder.resolve("switched.camel.yaml"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                file("switched.camel.yaml").path("state").asText())
                        .isEqualTo("removed"));
        assertThat(call("GET", "/v1/routes").path("routes"))
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
                .untilAsserted(() -> assertThat(call("GET", "/v1/pipes").path("pipes"))
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
                .untilAsserted(
                        () -> assertThat(call("GET", "/v1/pipes").path("pipes")).isEmpty());
    }

    /** Before it was ready nothing of the folder could be called. */
    @Test
    void answersByHttpFromTheFirstRequest() throws Exception {
        assertThat(status("GET", "/greeting")).isEqualTo(200);
    }

    @Test
    void answersRestThatCallsARouteOfAnotherFileAndFollowsThat() throws Exception {
        // Given
        var rest = "- rest: {path: /rest-greeting, note: 'sightline.public: true', get: [{path: /it, to:"
                + " 'direct:greeter'}]}\n";
        Files.writeString(folder.resolve("greeter.camel.yaml"), greeter("one"));
        Files.writeString(folder.resolve("rest-greeting.camel.yaml"), rest);
        await().atMost(PATIENCE).until(() -> body("/rest-greeting/it").equals("one"));
        // When
        Files.writeString(folder.resolve("greeter.camel.yaml"), greeter("another one"));
        // Then
        await().atMost(PATIENCE).until(() -> body("/rest-greeting/it").equals("another one"));
    }

    @Test
    void keepsOneMethodOfAPathWhenTheOtherComesAndGoes() throws Exception {
        // Given
        Files.writeString(folder.resolve("get.camel.yaml"), http("get", "/methods", "GET"));
        await().atMost(PATIENCE).until(() -> status("GET", "/methods") == 200);
        // When
        Files.writeString(folder.resolve("post.camel.yaml"), http("post", "/methods", "POST"));
        // Then
        await().atMost(PATIENCE).until(() -> status("POST", "/methods") == 200);
        assertThat(status("GET", "/methods")).isEqualTo(200);
        // When
        Files.delete(folder.resolve("post.camel.yaml"));
        // Then
        await().atMost(PATIENCE).until(() -> status("POST", "/methods") == 404);
        assertThat(status("GET", "/methods")).isEqualTo(200);
    }

    private static String greeter(String text) {
        return "- route: {id: greeter, note: 'sightline.public: true', from: {uri: 'direct:greeter', steps: [{setBody:"
                + " {constant: '" + text + "'}}]}}\n";
    }

    private static String http(String id, String path, String method) {
        return "- route: {id: " + id + ", note: 'sightline.public: true', from: {uri: 'platform-http:" + path
                + "?httpMethodRestrict=" + method + "', steps: [{setBody: {constant: " + id + "}}]}}\n";
    }

    private String body(String path) throws Exception {
        return client.send(request("GET", path), BodyHandlers.ofString()).body();
    }

    private int status(String method, String path) throws Exception {
        return client.send(request(method, path), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(runtime.api().resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private void yaml(String id, String text) throws IOException {
        Files.writeString(
                folder.resolve(id + ".camel.yaml"),
                "- route: {id: " + id + ", from: {uri: 'timer:" + id + "?period=200', steps: [{log: '" + text
                        + "'}]}}\n");
    }

    private void java(String text) throws IOException {
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

    private JsonNode file(String name) throws Exception {
        for (var file : call("GET", "/v1/routes").path("files")) {
            if (file.path("file").asText().endsWith(name)) {
                return file;
            }
        }
        return json.nullNode();
    }

    private JsonNode call(String method, String path) throws Exception {
        var answer = client.send(request(method, path), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> lines(text) > 0);
    }

    private long lines(String text) {
        return runtime.output().lines().filter(line -> line.contains(text)).count();
    }
}
