package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.pipeline.OwnTopic;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A folder of routes, as the packaged runtime follows it, and what its API tells of it. */
@ExtendWith(FolderRuntime.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesFolderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LiveFolder api;
    private final Path folder;
    private final RuntimeProcess runtime;

    RoutesFolderIT(LiveFolder live) {
        this.api = live;
        this.folder = live.path();
        this.runtime = live.runtime();
    }

    /** Puts into a folder what these tests want to be there when the runtime starts. */
    static void prepare(Path folder) throws IOException {
        RouteTexts.writeTicking(folder, "ticking", "yaml one");
        RouteTexts.writeTickingInJava(folder, "java one");
        Files.writeString(folder.resolve("greeting.camel.yaml"), RouteTexts.http("greeting", "/greeting", "GET"));
    }

    /** What a test that failed has left would fail the next. */
    @AfterEach
    void removePipes() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.pipe.yaml")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
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
        api.awaitLine("yaml one");
        api.awaitLine("java one");
        // When
        RouteTexts.writeTicking(folder, "ticking", "yaml two");
        RouteTexts.writeTickingInJava(folder, "java two");
        // Then
        api.awaitLine("yaml two");
        api.awaitLine("java two");
        // When
        Files.writeString(folder.resolve("ticking.camel.yaml"), "- route: {id: ticking, frm: nowhere}\n");
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.file("ticking.camel.yaml").path("state").asText())
                        .isEqualTo("invalid"));
        assertThat(api.file("ticking.camel.yaml").path("message").asText()).contains("frm");
        assertThat(runtime.metric("sightline_routes_files{state=\"invalid\"}")).isEqualTo(1);
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        var before = api.lines("yaml two");
        await().atMost(PATIENCE).until(() -> api.lines("yaml two") > before);
    }

    @Test
    void stopsAndStartsARouteByRestAndStaysReady() throws Exception {
        // Given
        RouteTexts.writeTicking(folder, "switched", "still alive");
        api.awaitLine("still alive");
        // When
        var stopped = api.call("POST", "/v1/routes/switched/stop");
        // Then
        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        assertThat(stopped.path("builtIn").asBoolean()).isFalse();
        assertThat(stopped.path("file").asText()).endsWith("switched.camel.yaml");
        assertThat(stopped.path("exchanges").path("total").asLong()).isPositive();
        assertThat(runtime.managementStatus("/actuator/health/readiness")).isEqualTo(200);
        assertThat(runtime.output()).contains("A route was stopped by request");
        var before = api.lines("still alive");
        // When
        assertThat(api.call("POST", "/v1/routes/switched/start").path("state").asText())
                .isEqualTo("started");
        // Then
        await().atMost(PATIENCE).until(() -> api.lines("still alive") > before);
        // When
        Files.delete(folder.resolve("switched.camel.yaml"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.file("switched.camel.yaml").path("state").asText())
                        .isEqualTo("removed"));
        assertThat(api.call("GET", "/v1/routes").path("routes"))
                .noneMatch(route -> route.path("id").asText().equals("switched"));
    }

    @Test
    void runsAPipeInItsTurnAndTellsWhere() throws Exception {
        // When
        Files.writeString(folder.resolve("says.pipe.yaml"), RouteTexts.saying());
        // Then
        api.awaitLine("said by a Pipe");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.call("GET", "/v1/pipes").path("pipes"))
                        .singleElement()
                        .satisfies(pipe -> {
                            assertThat(pipe.path("name").asText()).isEqualTo("says");
                            assertThat(pipe.path("phase").asText()).isEqualTo("ready");
                            assertThat(pipe.path("runsOn").asText()).contains("/" + runtime.pid() + "-");
                            assertThat(pipe.path("exchanges").path("total").asLong())
                                    .isPositive();
                        }));
        // When
        assertThat(api.call("POST", "/v1/routes/says/stop").path("state").asText())
                .isEqualTo("stopped");
        // Then
        assertThat(api.route("says-source").path("state").asText()).isEqualTo("stopped");
        // When
        assertThat(api.call("POST", "/v1/routes/says/start").path("state").asText())
                .isEqualTo("started");
        // Then
        assertThat(api.route("says-source").path("state").asText()).isEqualTo("started");
        var before = api.lines("said by a Pipe");
        await().atMost(PATIENCE).until(() -> api.lines("said by a Pipe") > before);
        // When
        Files.delete(folder.resolve("says.pipe.yaml"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api.call("GET", "/v1/pipes").path("pipes")).isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.call("GET", "/v1/routes").path("routes"))
                        .noneMatch(route -> route.path("id").asText().startsWith("says")));
        var said = api.lines("said by a Pipe");
        var ticks = api.lines("java ");
        await().atMost(PATIENCE).until(() -> api.lines("java ") > ticks + 5);
        assertThat(api.lines("said by a Pipe")).isEqualTo(said);
    }

    @Test
    void saysInHealthAndMetricsWhatIsWrongWithAPipe() throws Exception {
        // Given
        var file = folder.resolve("wrong.pipe.yaml");
        var invalid = runtime.sum("sightline_routes_reloads_total", "outcome=\"invalid\"");
        // When
        Files.writeString(file, RouteTexts.wrong("lgo:wrong"));
        // Then
        await().atMost(PATIENCE).until(() -> api.health(file).startsWith("invalid since"));
        assertThat(api.health(file)).contains("lgo", "did you mean 'log'");
        assertThat(runtime.sum("sightline_routes_reloads_total", "outcome=\"invalid\""))
                .isGreaterThan(invalid);
        var live = runtime.sum("sightline_routes_reloads_total", "outcome=\"live\"");
        // When
        Files.writeString(file, RouteTexts.wrong("direct:nobody?block=false"));
        // Then
        await().atMost(PATIENCE).until(() -> api.health(file).startsWith("live since"));
        assertThat(runtime.sum("sightline_routes_reloads_total", "outcome=\"live\""))
                .isGreaterThan(live);
        await().atMost(PATIENCE).until(() -> api.route("wrong").has("lastFailure"));
        var failure = api.route("wrong").path("lastFailure").path("error").asText();
        assertThat(failure).isEqualTo("DirectConsumerNotAvailableException");
        assertThat(api.call("GET", "/v1/pipes").path("pipes"))
                .filteredOn(one -> one.path("name").asText().equals("wrong"))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.path("lastFailure").path("error").asText())
                                .isEqualTo(failure));
        // When
        Files.delete(file);
        // Then
        await().atMost(PATIENCE).until(() -> api.health(file).startsWith("removed since"));
    }

    @Test
    void showsAndLogsThatABuiltInRouteIsReplaced() throws Exception {
        // Given
        assertThat(api.route("enrich-source").path("builtIn").asBoolean()).isTrue();
        var file = folder.resolve("mine.camel.yaml");
        // When
        Files.writeString(
                file, "- route: {id: enrich-source, from: {uri: 'direct:enrich-source', steps: [{log: mine}]}}\n");
        // Then
        await().atMost(PATIENCE)
                .until(() -> api.route("enrich-source").path("file").asText().equals(file.toString()));
        assertThat(api.route("enrich-source").path("builtIn").asBoolean()).isFalse();
        assertThat(api.lines("replaces the built-in enrich-source")).isPositive();
        // When
        Files.delete(file);
        // Then
        await().atMost(PATIENCE)
                .until(() -> api.route("enrich-source").path("builtIn").asBoolean());
        assertThat(api.route("enrich-source").path("state").asText()).isEqualTo("started");
    }

    /** Whether the client says what it sends or does not; and what its headers say is for HTTP alone. */
    @Test
    void whatIsPostedReachesATopicByteByByteAndWithoutHeadersOfItsOwn() throws Exception {
        // Given
        var bytes = RouteTexts.everyByte();
        try (var topic = new OwnTopic(api.settings(), "routes-folder.posted");
                var other = new OwnTopic(api.settings(), "routes-folder.other")) {
            Files.writeString(folder.resolve("posted.pipe.yaml"), RouteTexts.posted(topic.name()));
            await().atMost(PATIENCE).until(() -> api.status("GET", "/posted") == 405);
            // When
            api.post("/posted", bytes, "Content-Type", "image/png");
            api.post("/posted", bytes, "kafka.OVERRIDE_TOPIC", "routes-folder.other");
            // Then
            assertThat(topic.records()).hasSize(2).allSatisfy(record -> {
                assertThat(record.value()).isEqualTo(bytes);
                assertThat(record.headers())
                        .noneMatch(header -> header.key().matches("(?i)authorization|cookie|kafka\\..*|CamelHttp.*"));
            });
            assertThat(other.records()).isEmpty();
        }
    }

    @Test
    void answersByHttpFromTheFirstRequest() throws Exception {
        assertThat(api.firstStatus()).isEqualTo(200);
    }

    @Test
    void missesNoRequestWhileAChangeIsWrong() throws Exception {
        // Given
        var file = folder.resolve("asked.camel.yaml");
        var right = RouteTexts.http("asked", "/asked", "GET");
        Files.writeString(file, right);
        await().atMost(PATIENCE).until(() -> api.status("GET", "/asked") == 200);
        // When
        var statuses = new ArrayList<Integer>();
        for (var wrong : List.of(
                right.replace("setBody", "stBody"),
                right.replace("steps: [", "steps: [{process: {ref: kafkaHeader}}, "))) {
            Files.writeString(file, wrong);
            await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> {
                statuses.add(api.status("GET", "/asked"));
                return api.health(file).matches("(?s)invalid since .*did you mean '(setBody|kafkaHeaders)'.*");
            });
            for (int turn = 0; turn < 20; turn++) {
                statuses.add(api.status("GET", "/asked"));
            }
            Files.writeString(file, right);
            await().atMost(PATIENCE).until(() -> api.health(file).startsWith("live since"));
        }
        // Then
        assertThat(statuses).hasSizeGreaterThan(40).containsOnly(200);
        Files.delete(file);
        await().atMost(PATIENCE).until(() -> api.health(file).startsWith("removed since"));
    }

    @Test
    void answersRestThatCallsARouteOfAnotherFileAndFollowsThat() throws Exception {
        // Given
        Files.writeString(folder.resolve("greeter.camel.yaml"), RouteTexts.greeter("one"));
        Files.writeString(folder.resolve("rest-greeting.camel.yaml"), RouteTexts.restGreeting());
        await().atMost(PATIENCE).until(() -> api.body("/rest-greeting/it").equals("one"));
        // When
        Files.writeString(folder.resolve("greeter.camel.yaml"), RouteTexts.greeter("another one"));
        // Then
        await().atMost(PATIENCE).until(() -> api.body("/rest-greeting/it").equals("another one"));
    }

    @Test
    void keepsOneMethodOfAPathWhenTheOtherComesAndGoes() throws Exception {
        // Given
        Files.writeString(folder.resolve("get.camel.yaml"), RouteTexts.http("get", "/methods", "GET"));
        await().atMost(PATIENCE).until(() -> api.status("GET", "/methods") == 200);
        // When
        Files.writeString(folder.resolve("post.camel.yaml"), RouteTexts.http("post", "/methods", "POST"));
        // Then
        await().atMost(PATIENCE).until(() -> api.status("POST", "/methods") == 200);
        assertThat(api.status("GET", "/methods")).isEqualTo(200);
        // When
        Files.delete(folder.resolve("post.camel.yaml"));
        // Then
        await().atMost(PATIENCE).until(() -> api.status("POST", "/methods") == 404);
        assertThat(api.status("GET", "/methods")).isEqualTo(200);
    }
}
