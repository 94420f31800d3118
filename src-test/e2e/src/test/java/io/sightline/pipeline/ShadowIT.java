package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.frame.Identities;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.lifecycle.ShadowShares;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A challenger in a real pipeline, and what is known of where a result comes from. */
@Tag("slow")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShadowIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MODEL = "small";
    private static final int FRAMES = 6;
    /** Twelve blocks of its bits are high, and look like one to so small a model. */
    private static final int PICTURE_WITH_A_SPOT = 4095;

    private final DevStack stack;
    private final Map<String, String> settings;
    private final Database database;
    private ConfigurableApplicationContext runtime;
    private Operator operator;
    private Path folder;

    ShadowIT(DevStack stack) {
        this.stack = stack;
        this.settings = stack.isolate("shadow");
        this.database = new Database(settings);
    }

    @BeforeAll
    void start(@TempDir Path models) {
        folder = models;
        runtime = LocalRuntime.run(
                settings,
                "--sightline.stages=ingest,detect,sink,api",
                "--sightline.models." + MODEL + ".path=" + SmallDetector.in(folder.resolve("champion")),
                "--sightline.detection.model=" + MODEL);
        operator = new Operator(runtime, stack.token("sightline-dev"));
    }

    @AfterAll
    void end() {
        runtime.close();
    }

    @Test
    @Order(1)
    void aChallengerRunsOnTheSameFramesAndItsResultsAreNobodysAnswer() throws Exception {
        // Given
        challenge(sameWithAnotherThreshold());
        // When
        send(0);
        // Then
        await().atMost(PATIENCE).until(() -> count("SERVING") == FRAMES && count("SHADOW") == FRAMES);
        assertThat(database.number("""
                        select count(*) from inference n join inference s using (frame_id, captured_at, source_id)
                        where n.purpose = 'SERVING' and s.purpose = 'SHADOW' and n.model_version_id <> s.model_version_id
                          and n.infer_micros > 0 and s.infer_micros > 0""")).isEqualTo(FRAMES);
        assertThat(database.number("select count(*) from detection where purpose = 'SHADOW'"))
                .isPositive();
        assertThat(operator.operation("/v1/detections?limit=1000").path("detections"))
                .hasSize(database.number("select count(*) from detection where purpose = 'SERVING'"));
        var comparison = operator.operation("/v1/models/" + MODEL + "/comparison");
        assertThat(comparison.path("frames").asInt()).isEqualTo(FRAMES);
        assertThat(comparison.path("agreement").asDouble()).isBetween(0.1, 1.0);
        assertThat(comparison.path("detections").path("challenger").asInt())
                .isEqualTo(database.number("select count(*) from detection where purpose = 'SHADOW'"));
        assertThat(audit().path("gaps")).isEmpty();
    }

    @Test
    @Order(2)
    void aChallengerThatFailsIsCountedAndNothingElse() throws Exception {
        // Given
        challenge(SmallDetector.notFinite(folder.resolve("astray")));
        // When
        send(FRAMES);
        // Then
        // A record that is read again, after a rebalance, is tried again.
        await().atMost(PATIENCE).until(() -> count("SERVING") == 2 * FRAMES && failed() >= FRAMES);
        assertThat(count("SHADOW")).isEqualTo(FRAMES);
        assertThat(database.count("dead_letter")).isZero();
        assertThat(audit().path("gaps")).isEmpty();
    }

    @Test
    @Order(3)
    void everyDetectionLeadsToItsPictureItsRecordsAndItsModel() throws Exception {
        // Given: a frame that came by Kafka, and one that came over REST
        var row = database.rows("""
                        select f.frame_id::text as id, f.origin_topic, f.origin_partition, f.origin_offset
                        from frame f join inference s using (frame_id, captured_at)
                        where s.purpose = 'SHADOW' and f.origin_topic is not null
                          and exists (select from detection d where d.frame_id = f.frame_id and d.purpose = 'SERVING')
                        limit 1""").get(0);
        var handedIn = hand(NumberedPicture.jpeg(PICTURE_WITH_A_SPOT));
        await().atMost(PATIENCE)
                .until(() -> operator.get(handedIn).body().contains("\"inferred\"")
                        && operator.get(handedIn + "/provenance").statusCode() == 200);
        // When
        var byKafka = operator.operation("/v1/frames/" + row.get("id") + "/provenance");
        var overRest = operator.operation(handedIn + "/provenance");
        // Then
        var origin = byKafka.path("lineage").path("origin");
        assertThat(origin.path("topic").asText()).isEqualTo(row.get("origin_topic"));
        assertThat(Identities.frame(origin.path("topicId").asText() + "/"
                        + origin.path("partition").asText() + "/"
                        + origin.path("offset").asText()))
                .isEqualTo(UUID.fromString(byKafka.path("frameId").asText()));
        assertThat(byKafka.path("inferences").findValuesAsText("purpose")).containsExactly("SERVING", "SHADOW");
        assertThat(overRest.path("lineage").has("origin")).isFalse();
        for (var provenance : new JsonNode[] {byKafka, overRest}) {
            whole(provenance);
        }
        // The view of people who write SQL says the same of each detection.
        assertThat(database.number(
                        """
                select count(*) from provenance
                where frame_id = ?::uuid and image_sha256 = ? and model_name = ? and origin_offset is null
                  and claim_topic = ? and runtime_version <> '' and parameters ->> 'detector' like '{%'""",
                        overRest.path("frameId").asText(),
                        overRest.path("image").path("sha256").asText(),
                        MODEL,
                        overRest.path("lineage").path("claim").path("topic").asText()))
                .isEqualTo(
                        overRest.path("inferences").path(0).path("detections").size());
    }

    /** Picture, claim, contract, model, spec, runtime and trace of every inference. */
    private void whole(JsonNode provenance) {
        var image = provenance.path("image");
        assertThat(image.path("key").asText()).endsWith(image.path("sha256").asText());
        assertThat(image.path("bucket").asText()).isEqualTo(settings.get("sightline.s3.bucket"));
        assertThat(provenance.path("lineage").path("claim").path("topic").asText())
                .isEqualTo(settings.get("sightline.topics.claims"));
        assertThat(provenance.path("lineage").path("traceId").asText()).hasSize(32);
        assertThat(provenance.path("inferences")).isNotEmpty().allSatisfy(inference -> {
            assertThat(inference.path("detections")).isNotEmpty();
            assertThat(inference.path("contractVersion").asText())
                    .isEqualTo("io.sightline.inference.v1.InferenceCompleted");
            assertThat(inference.path("model").path("name").asText()).isEqualTo(MODEL);
            assertThat(inference.path("model").path("version").asText()).isEqualTo("1");
            assertThat(inference.path("model").path("sha256").asText()).hasSize(64);
            assertThat(inference.path("runtimeVersion").asText()).isNotEmpty();
            assertThat(inference
                            .path("parameters")
                            .path("detector")
                            .path("family")
                            .asText())
                    .isEqualTo("dbnet");
            assertThat(inference.path("traceId").asText())
                    .isEqualTo(provenance.path("lineage").path("traceId").asText());
        });
    }

    private Path sameWithAnotherThreshold() throws IOException {
        var model = SmallDetector.in(folder.resolve("challenger"));
        var spec = model.resolve("1").resolve("detector.yaml");
        Files.writeString(spec, Files.readString(spec) + "thresholds: { score: 0.5 }\n");
        return model;
    }

    private void challenge(Path model) {
        var engine = runtime.getBean(InferenceEngine.class);
        try (var prepared = engine.prepare(new ModelDirectory(MODEL, model, "challenger").newest())) {
            engine.challenge(prepared);
        }
        runtime.getBean(ShadowShares.class).set(MODEL, 1);
    }

    private void send(int from) {
        try (var topics = new TopicWriter(settings)) {
            for (int i = from; i < from + FRAMES; i++) {
                topics.frame("camera-" + i % 2, NumberedPicture.jpeg(i));
            }
            topics.flush();
        }
    }

    /** Hands a picture in over REST; answers the path of its frame. */
    private String hand(byte[] picture) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + runtime.getEnvironment().getProperty("local.server.port")
                + "/v1/frames?source=camera-rest");
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + stack.token("sightline-dev"))
                .header("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofByteArray(picture))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** When nothing is on its way any more. */
    private JsonNode audit() {
        await().atMost(PATIENCE).until(() -> {
            var counters = operator.operation("/v1/audit");
            return counters.path("inFlight").asInt() == 0
                    && StreamSupport.stream(counters.path("partitions").spliterator(), false)
                            .allMatch(partition -> partition.path("lag").asInt() == 0);
        });
        return operator.operation("/v1/audit?deep=true");
    }

    private int count(String purpose) {
        return database.number("select count(*) from inference where purpose = ?", purpose);
    }

    private double failed() {
        return runtime.getBean(MeterRegistry.class)
                .counter("sightline.shadow.runs", "model", MODEL, "outcome", "failed")
                .count();
    }
}
