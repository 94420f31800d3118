package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What an operator is told by {@code GET /v1/audit}, of a real pipeline and of what was done to it. */
@ExtendWith({TestStack.class, OutputCaptureExtension.class})
class AuditIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FRAMES = 12;
    private static final Pattern WAY_ON = Pattern.compile("run: (delete from audit_start where .*?);");

    private final DevStack stack;

    AuditIT(DevStack stack) {
        this.stack = stack;
    }

    @Test
    void aCleanPipelineIsCleanAndADeletedRowIsNamed() throws Exception {
        // Given
        var settings = stack.isolate("audit");
        settings.put("sightline.stages", "ingest,detect,sink,api");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(
                        settings, "--sightline.upkeep.delay=1s", "--sightline.audit.counters-period=1s");
                var topics = new TopicWriter(settings)) {
            for (int i = 0; i < FRAMES; i++) {
                topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
            }
            topics.frame("camera-1", "no picture".getBytes(StandardCharsets.UTF_8));
            topics.flush();
            await().atMost(PATIENCE)
                    .until(() -> database.count("inference") == FRAMES && database.count("dead_letter") == 1);
            // Sink and detect each make a letter of it. It is younger than the pictures, so that it may be any of them.
            topics.send("claims", "anybody", "no claim".getBytes(StandardCharsets.UTF_8), Map.of());
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("dead_letter") == 3);
            await().atMost(PATIENCE).until(() -> isSettled(get(runtime, "")));
            var settled = get(runtime, "?deep=true");
            assertThat(settled.path("gaps")).isEmpty();
            assertThat(settled.path("unreadable").asInt()).isEqualTo(1);
            // Given: the letter of a claim that the database refuses is the fate of its record
            database.change("alter table frame add constraint refused check (source_id <> 'camera-9') not valid");
            topics.frame("camera-9", NumberedPicture.jpeg(FRAMES));
            topics.flush();
            await().atMost(PATIENCE)
                    .until(() -> database.count("inference") == FRAMES + 1 && database.count("dead_letter") == 4);
            await().atMost(PATIENCE).until(() -> isSettled(get(runtime, "")));
            // When
            var id = database.rows("delete from frame where frame_id = (select frame_id from frame limit 1)"
                            + " returning frame_id::text as id")
                    .get(0)
                    .get("id");
            // Then
            var answer = get(runtime, "?deep=true");
            assertThat(answer.path("clean").asBoolean()).isFalse();
            var gap = answer.path("gaps").get(0);
            assertThat(answer.path("gaps")).hasSize(1);
            assertThat(gap.path("equation").asText()).isEqualTo("frame-rows");
            assertThat(gap.path("difference").asInt()).isEqualTo(1);
            assertThat(gap.path("firstIds").get(0).asText()).isEqualTo(id);
            assertThat(gap.path("firstIds")).as("the refused frame is none").hasSize(1);
            assertThat(gap.path("explanation").asText()).contains("Restore them from a backup");
            var meters = runtime.getBean(MeterRegistry.class);
            await().atMost(PATIENCE)
                    .until(() -> meters.get("sightline.audit.gap")
                                    .tag("equation", "frame-rows")
                                    .gauge()
                                    .value()
                            == 1);
            // When
            assertThat(database.change("delete from dead_letter where stage = 'ingest'"))
                    .isEqualTo(1);
            // Then
            // Nothing is said of what may still be on its way.
            var uncertain = await().atMost(PATIENCE)
                    .until(
                            () -> get(runtime, "").path("gaps").path(0),
                            first -> first.path("equation").asText().equals("uncertain"));
            assertThat(uncertain.path("firstIds").get(0).asText())
                    .isEqualTo(database.rows("select event_id::text as id from dead_letter"
                                    + " where stage = 'sink' and frame_id is null")
                            .get(0)
                            .get("id"));
            await().atMost(PATIENCE)
                    .until(() -> meters.get("sightline.audit.gap")
                                    .tag("equation", "uncertain")
                                    .gauge()
                                    .value()
                            == 1);
        }
    }

    /**
     * Ingest has no position that could contradict the new topic, and must not begin with it as if nothing were gone.
     */
    @Test
    void recordsThatAreDeletedUnreadAndATopicMadeAnewAreNamed(CapturedOutput output) throws Exception {
        // Given
        var settings = stack.isolate("audit-topics");
        settings.put("sightline.stages", "api");
        var frames = String.valueOf(settings.get("sightline.topics.frames"));
        try (var runtime = LocalRuntime.run(settings);
                var admin = Admin.create(Map.<String, Object>of(
                        "bootstrap.servers", String.valueOf(settings.get("camel.component.kafka.brokers"))));
                var topics = new TopicWriter(settings)) {
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.frame("camera-1", NumberedPicture.jpeg(2));
            var sent = topics.flush().get(0);
            var partition = new TopicPartition(sent.topic(), sent.partition());
            var before = get(runtime, "");
            assertThat(before.path("clean").asBoolean()).isTrue();
            assertThat(before.path("waiting").asInt()).isEqualTo(2);
            // When
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
            // Then
            var expired = get(runtime, "").path("gaps");
            assertThat(expired).hasSize(1);
            assertThat(expired.get(0).path("equation").asText()).isEqualTo("ingest");
            assertThat(expired.get(0).path("partition").asText()).isEqualTo(partition.toString());
            assertThat(expired.get(0).path("difference").asInt()).isEqualTo(2);
            // When
            makeAnew(admin, frames);
            // Then
            var replaced = get(runtime, "").path("gaps");
            assertThat(explanations(replaced))
                    .isNotEmpty()
                    .allSatisfy(
                            text -> assertThat(text).contains("was deleted and made anew", "delete from audit_start"));
            assertThat(replaced)
                    .filteredOn(gap -> gap.path("partition").asText().equals(partition.toString()))
                    .singleElement()
                    .satisfies(gap -> {
                        assertThat(gap.path("difference").asInt()).isEqualTo(2);
                        assertThat(gap.path("explanation").asText()).contains("At least 2 records");
                    });
            // When
            settings.put("sightline.stages", "ingest,sink");
            assertThatThrownBy(() -> LocalRuntime.run(settings)).isInstanceOf(RuntimeException.class);
            // Then
            assertThat(output.getOut())
                    .contains("topic " + frames + " was deleted and made anew", "At least 2 records")
                    .contains("with --sightline.stages=api", "--group sightline-ingest --topic " + frames)
                    .doesNotContain("\tat ");
            var wayOn = WAY_ON.matcher(output.getOut().replaceAll("\\s+", " "));
            assertThat(wayOn.find()).isTrue();
            var database = new Database(settings);
            assertThat(database.change(wayOn.group(1))).isEqualTo(4);
            // Then
            try (var reading = LocalRuntime.run(settings)) {
                topics.frame("camera-1", NumberedPicture.jpeg(3));
                topics.flush();
                await().atMost(PATIENCE).until(() -> database.count("frame") == 1);
                await().atMost(PATIENCE)
                        .until(() -> get(runtime, "").path("waiting").asInt() == 0);
                assertThat(get(runtime, "").path("gaps")).isEmpty();
                assertThat(reading.isRunning()).isTrue();
            }
        }
    }

    @Test
    void refusesWhatItCannotAnswer() throws Exception {
        var settings = stack.isolate("audit-topics");
        settings.put("sightline.stages", "api");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings, "--sightline.audit.timeout=2s")) {
            assertThat(ask(runtime, "", "sightline-viewer").statusCode()).isEqualTo(403);
            assertThat(ask(runtime, "?since=2026-01-01T00:00:00Z", "sightline-dev")
                            .body())
                    .contains("INVALID_PARAMETER", "deep=true");
            assertThat(ask(runtime, "?deep=perhaps", "sightline-dev").body()).contains("must be true or false");
            assertThat(ask(runtime, "?deep=true&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "sightline-dev")
                            .statusCode())
                    .isEqualTo(400);
            var widened = get(runtime, "?deep=true&since=2026-01-02T10:00:00Z&until=2026-01-03T10:00:00Z")
                    .path("lastDeep");
            assertThat(widened.path("since").asText()).isEqualTo("2026-01-02T00:00:00Z");
            assertThat(widened.path("until").asText()).isEqualTo("2026-01-04T00:00:00Z");
            assertThat(widened.path("widened").asBoolean()).isTrue();
            // A count that would wait for ever ends with its time, here and in PostgreSQL.
            try (var held = database.lock("frame")) {
                var ended = ask(runtime, "?deep=true", "sightline-dev");
                assertThat(ended.statusCode()).isEqualTo(400);
                assertThat(ended.body()).contains("cannot be counted within 2 s", "Ask for fewer days");
                assertThat(database.number("select count(*) from pg_locks join pg_database on oid = database"
                                + " where not granted and datname = current_database()"))
                        .as("questions that still wait for %s", held)
                        .isZero();
            }
        }
    }

    private static boolean isSettled(JsonNode answer) {
        assertThat(answer.path("gaps")).isEmpty();
        return answer.path("clean").asBoolean()
                && answer.path("inFlight").asInt() == 0
                && answer.path("waiting").asInt() == 0;
    }

    private static void makeAnew(Admin admin, String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
        admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1).configs(new HashMap<>())))
                .all()
                .get();
    }

    private static List<String> explanations(JsonNode gaps) {
        var texts = new ArrayList<String>();
        gaps.forEach(gap -> texts.add(gap.path("explanation").asText()));
        return texts;
    }

    private JsonNode get(ConfigurableApplicationContext runtime, String query)
            throws IOException, InterruptedException {
        var answer = ask(runtime, query, "sightline-dev");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private HttpResponse<String> ask(ConfigurableApplicationContext runtime, String query, String client)
            throws IOException, InterruptedException {
        var port = runtime.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/audit" + query))
                .header("Authorization", "Bearer " + stack.token(client))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
