package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** Dead letters whose cause was mended find their way, over REST and on real servers. */
@ExtendWith(TestStack.class)
class RedriveIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ALL = "{\"dryRun\": false}";

    @Test
    void framesWhosePictureWasPutBackAreInferredHoweverOftenThatIsAskedFor(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("redrive-claims");
        var database = new Database(settings);
        try (var ingest = LocalRuntime.run(settings, "--sightline.stages=ingest,sink");
                var topics = new TopicWriter(settings)) {
            for (int i = 0; i < 6; i++) {
                topics.frame("camera-" + i, NumberedPicture.jpeg(i));
            }
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("frame") == 6);
            for (int i = 0; i < 3; i++) {
                remove(ingest, settings, keyOf(database, "camera-" + i));
            }
        }
        try (var runtime = RedrivingRuntime.run(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            await().atMost(PATIENCE)
                    .until(() -> database.count("inference") == 3 && open(database, "CLAIM_MISSING") == 3);
            for (int i = 0; i < 3; i++) {
                put(runtime, settings, keyOf(database, "camera-" + i), NumberedPicture.jpeg(i));
            }
            // When
            var preview = operator.preview("{\"reason\": \"CLAIM_MISSING\"}");
            assertThat(open(database, "CLAIM_MISSING")).as("a dry run").isEqualTo(3);
            var both = Stream.generate(() -> CompletableFuture.supplyAsync(() -> operator.begin(ALL)))
                    .limit(2)
                    .toList();
            var operations =
                    new ArrayList<>(both.stream().map(CompletableFuture::join).toList());
            operations.add(operator.begin(ALL));
            operations.forEach(operator::awaitDone);
            // Then
            assertThat(preview.path("matched").asInt()).isEqualTo(3);
            assertThat(preview.path("toSend").asInt()).isEqualTo(3);
            assertThat(operations.stream()
                            .mapToInt(path ->
                                    operator.operation(path).path("resolved").asInt())
                            .sum())
                    .as("each letter was taken by one")
                    .isEqualTo(3);
            var ids = database.rows("select event_id from dead_letter").stream()
                    .map(row -> "\"" + row.get("event_id") + "\"")
                    .toList();
            var late = operator.awaitDone(operator.begin("{\"dryRun\": false, \"ids\": " + ids + "}"));
            assertThat(late.path("skipped").path("resolved").asInt()).isEqualTo(3);
            assertThat(operator.get("/v1/dead-letters?state=resolved").body()).contains("operationId");
        }
        assertThat(database.number("select count(*) from inference")).isEqualTo(6);
        assertThat(database.number("select count(distinct frame_id) from inference"))
                .isEqualTo(6);
        assertThat(database.number("select count(*) from frame")).isEqualTo(6);
        assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                .isZero();
    }

    @Tag("slow")
    @Test
    void recordsOfASchemaThatIsRegisteredLaterBecomeRows(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("redrive-schema");
        var database = new Database(settings);
        try (var runtime = RedrivingRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("inference") == 1);
            var later = LaterSchema.text();
            int next = LaterSchema.register(
                            settings,
                            "{\"type\": \"record\", \"name\": \"Any" + System.nanoTime() + "\", \"fields\": []}")
                    + 1;
            topics.send("claims", "camera-1", LaterSchema.claim(settings, next), Map.of("any", "header"));
            topics.flush();
            await().atMost(PATIENCE).until(() -> open(database, "UNKNOWN_SCHEMA") == 2);
            // When
            assertThat(LaterSchema.register(settings, later))
                    .as("the id that the record names")
                    .isEqualTo(next);
            var done = operator.awaitDone(operator.begin("{\"dryRun\": false, \"reason\": \"UNKNOWN_SCHEMA\"}"));
            // Then
            assertThat(done.path("resolved").asInt())
                    .as("at detect and at the sink")
                    .isEqualTo(2);
            await().atMost(PATIENCE).until(() -> database.count("inference") == 2);
            assertThat(database.count("frame")).isEqualTo(2);
            assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                    .isZero();
        }
    }

    @Tag("slow")
    @Test
    void framesOfASourceWhoseModelWasMendedAreInferredAfterARestartInTheMiddle(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-model");
        var database = new Database(settings);
        String operation;
        try (var runtime = RedrivingRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            database.change(
                    "insert into source (id, name, model_name) values ('camera-1', 'camera-1', 'no-such-model')");
            IntStream.range(0, 12).forEach(i -> topics.frame("camera-1", NumberedPicture.jpeg(i)));
            topics.flush();
            await().atMost(PATIENCE).until(() -> open(database, "MODEL_UNKNOWN") == 12);
            database.change("update source set model_name = null");
            // When
            operation = operator.begin("{\"dryRun\": false, \"source\": \"camera-1\", \"perSecond\": 2}");
            await().atMost(PATIENCE)
                    .until(() -> operator.operation(operation).path("sent").asInt() > 0);
            assertThat(operator.operation(operation).path("state").asText()).isEqualTo("running");
        }
        assertThat(database.number("select count(*) from redrive_letter where sent_at is null"))
                .as("the process ended in the middle")
                .isPositive();
        try (var runtime = RedrivingRuntime.run(settings)) {
            var done = new Operator(runtime, stack.token("sightline-dev")).awaitDone(operation);
            // Then
            assertThat(done.path("matched").asInt()).isEqualTo(12);
            assertThat(done.path("resolved").asInt()).isEqualTo(12);
            assertThat(done.path("failedAgain").asInt()).isZero();
        }
        assertThat(database.count("inference")).isEqualTo(12);
        assertThat(database.number("select count(distinct frame_id) from inference"))
                .isEqualTo(12);
    }

    /** The process that redrives need not take pictures in from their topic. */
    @Test
    void aPictureThatIngestRefusedIsTakenInAsTheFrameThatItWas(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-ingest");
        var database = new Database(settings);
        long sentAt;
        try (var ingest = LocalRuntime.run(
                        settings, "--sightline.stages=ingest,sink", "--sightline.ingest.max-pixels=1000");
                var topics = new TopicWriter(settings)) {
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            sentAt = topics.flush().get(0).timestamp();
            await().atMost(PATIENCE).until(() -> open(database, "TOO_MANY_PIXELS") == 1);
            assertThat(ingest.isRunning()).isTrue();
        }
        // When
        try (var runtime = LocalRuntime.run(settings, "--sightline.stages=sink,api")) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            var done = operator.awaitDone(operator.begin("{\"dryRun\": false, \"stage\": \"ingest\"}"));
            // Then
            assertThat(done.path("resolved").asInt()).isOne();
        }
        assertThat(database.rows("select f.* from frame f join dead_letter d using (frame_id)"
                        + " where f.origin_topic = d.failed_topic and f.origin_partition = d.failed_partition"
                        + " and f.origin_offset = d.failed_offset"))
                .as("the frame that it was from the start")
                .singleElement()
                .satisfies(row -> assertThat(row.get("captured_at")).isEqualTo(new Timestamp(sentAt)));
    }

    private static int open(Database database, String reason) {
        return database.number("select count(*) from dead_letter where state = 'open' and reason = ?", reason);
    }

    private static String keyOf(Database database, String source) {
        return String.valueOf(database.rows(
                        "select object_key from image join frame on sha256 = image_sha256 where source_id = ?", source)
                .get(0)
                .get("object_key"));
    }

    private static void remove(ConfigurableApplicationContext runtime, Map<String, String> settings, String key)
            throws Exception {
        runtime.getBean(MinioClient.class)
                .removeObject(RemoveObjectArgs.builder()
                        .bucket(String.valueOf(settings.get("sightline.s3.bucket")))
                        .object(key)
                        .build());
    }

    private static void put(
            ConfigurableApplicationContext runtime, Map<String, String> settings, String key, byte[] bytes)
            throws Exception {
        runtime.getBean(MinioClient.class)
                .putObject(
                        PutObjectArgs.builder()
                                .bucket(String.valueOf(settings.get("sightline.s3.bucket")))
                                .object(key)
                                .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                                .build());
    }
}
