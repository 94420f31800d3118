package io.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.sightline.claim.ClaimNaming;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
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
        try (var runtime = run(settings)) {
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

    @Test
    void recordsOfASchemaThatIsRegisteredLaterBecomeRows(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("redrive-schema");
        var database = new Database(settings);
        try (var runtime = run(settings);
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("inference") == 1);
            var later = laterSchema();
            int next = register(
                            settings,
                            "{\"type\": \"record\", \"name\": \"Any" + System.nanoTime() + "\", \"fields\": []}")
                    + 1;
            topics.send("claims", "camera-1", claim(settings, next), Map.of("any", "header"));
            topics.flush();
            await().atMost(PATIENCE).until(() -> open(database, "UNKNOWN_SCHEMA") == 2);
            // When
            assertThat(register(settings, later))
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

    @Test
    void framesOfASourceWhoseModelWasMendedAreInferredAfterARestartInTheMiddle(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-model");
        var database = new Database(settings);
        String operation;
        try (var runtime = run(settings);
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            database.change(
                    "insert into source (id, name, model_name) values ('camera-1', 'camera-1', 'no-such-model')");
            IntStream.range(0, 12).forEach(i -> topics.frame("camera-1", NumberedPicture.jpeg(i)));
            topics.flush();
            await().atMost(PATIENCE).until(() -> open(database, "MODEL_UNKNOWN") == 12);
            database.change("update source set model_name = null");
            // When
            operation = operator.begin("{\"dryRun\": false, \"source\": \"camera-1\", \"perSecond\": 1}");
            await().atMost(PATIENCE)
                    .until(() -> operator.operation(operation).path("sent").asInt() > 0);
            assertThat(operator.operation(operation).path("state").asText()).isEqualTo("running");
        }
        assertThat(database.number("select count(*) from redrive_letter where sent_at is null"))
                .as("the process ended in the middle")
                .isPositive();
        try (var runtime = run(settings)) {
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
        assertThat(
                        database.rows(
                                "select f.* from frame f join dead_letter d using (frame_id)"
                                        + " where origin_topic = failed_topic and origin_partition = failed_partition and origin_offset = failed_offset"))
                .as("the frame that it was from the start")
                .singleElement()
                .satisfies(row -> assertThat(row.get("captured_at")).isEqualTo(new Timestamp(sentAt)));
    }

    @Test
    void lettersThatFailAgainAndAgainEndAtTheGuard(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-guard");
        var database = new Database(settings);
        try (var runtime = run(settings, "--sightline.redrive.limit=2");
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            database.change(
                    "insert into source (id, name, model_name) values ('camera-2', 'camera-2', 'no-such-model')");
            topics.frame("camera-1", "certainly not a picture".getBytes(UTF_8));
            topics.frame("camera-1", new byte[300_000]);
            topics.frame("camera-2", NumberedPicture.jpeg(1));
            topics.send("claims", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.send("inferences", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.send("dead-letters", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.flush();
            // Two of ingest, one of the model, two of the claim, one of the inference, one of the letter.
            await().atMost(PATIENCE).until(() -> database.count("dead_letter") == 7);
            // When
            for (int round = 1; round <= 2; round++) {
                var done = operator.awaitDone(operator.begin(ALL));
                assertThat(done.path("failedAgain").asInt())
                        .as("round %d", round)
                        .isEqualTo(7);
            }
            // Then
            var last = operator.awaitDone(operator.begin(ALL));
            assertThat(last.path("skipped").path("limit").asInt()).isEqualTo(7);
            assertThat(last.path("sent").asInt()).isZero();
        }
        assertThat(database.number("select count(*) from dead_letter")).isEqualTo(7);
        assertThat(database.number("select count(*) from dead_letter where state = 'open' and redrive_count = 2"))
                .isEqualTo(7);
        assertThat(database.count("inference")).isZero();
    }

    @Test
    void aCallerRedrivesLettersOfHisSourcesAlone(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-sources");
        var database = new Database(settings);
        try (var runtime = run(settings);
                var topics = new TopicWriter(settings)) {
            var everybody = new Operator(runtime, stack.token("sightline-dev"));
            var ofCamera1 = new Operator(runtime, stack.token("sightline-operator"));
            var viewer = new Operator(runtime, stack.token("sightline-viewer"));
            topics.frame("camera-1", "no picture".getBytes(UTF_8));
            topics.frame("camera-2", "no picture".getBytes(UTF_8));
            topics.send("inferences", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("dead_letter") == 3);
            var ids = database.rows("select event_id from dead_letter").stream()
                    .map(row -> "\"" + row.get("event_id") + "\"")
                    .toList();
            // Then
            assertThat(ofCamera1.preview("").path("matched").asInt()).isOne();
            assertThat(ofCamera1
                            .preview("{\"ids\": " + ids + "}")
                            .path("matched")
                            .asInt())
                    .isOne();
            assertThat(ofCamera1
                            .preview("{\"source\": \"camera-2\"}")
                            .path("matched")
                            .asInt())
                    .isZero();
            assertThat(everybody.preview("{}").path("matched").asInt()).isEqualTo(3);
            var own = ofCamera1.begin("{\"dryRun\": false, \"ids\": " + ids + "}");
            assertThat(ofCamera1.awaitDone(own).path("failedAgain").asInt()).isOne();
            assertThat(everybody.operation(own).path("matched").asInt()).isOne();
            var foreign = everybody.begin(ALL);
            everybody.awaitDone(foreign);
            assertThat(ofCamera1.get(foreign).statusCode()).isEqualTo(404);
            assertThat(ofCamera1.get("/v1/operations/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
            assertThat(viewer.get(own).statusCode()).isEqualTo(403);
            assertThat(viewer.post(ALL).statusCode()).isEqualTo(403);
            assertThat(everybody.post("{\"reasons\": \"CLAIM_MISSING\"}").statusCode())
                    .isEqualTo(400);
            assertThat(everybody.get("/v1/operations/7").statusCode()).isEqualTo(400);
        }
        assertThat(database.rows("select source_id, redrive_count from dead_letter where source_id = 'camera-1'"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("redrive_count")).isEqualTo(2));
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings, String... arguments) {
        return LocalRuntime.run(
                settings,
                Stream.concat(
                                Stream.of(
                                        "--sightline.stages=ingest,detect,sink,api",
                                        "--sightline.redrive.period=200ms",
                                        // What was mended is to be seen at once.
                                        "--sightline.detection.source-lifetime=1ms"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
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

    /** The contract's schema of a claim with one field more, at its end. */
    private static String laterSchema() {
        var schema = FrameReceived.getClassSchema();
        var fields = new ArrayList<>(schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        fields.add(new Schema.Field("exposure" + System.nanoTime(), Schema.create(Schema.Type.NULL), "None.", null));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields)
                .toString();
    }

    /** A claim of a picture that is there, as a writer with a schema of this id would write it: null takes no byte. */
    private static byte[] claim(Map<String, String> settings, int schemaId) throws IOException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var frame = FrameReceived.newBuilder()
                .setFrameId(UUID.randomUUID())
                .setClaim(new ClaimNaming(String.valueOf(settings.get("sightline.s3.bucket")))
                        .claim(NumberedPicture.jpeg(1), "image/jpeg"))
                .setSourceId("camera-1")
                .setCapturedAt(now)
                .setReceivedAt(now)
                .setWidth(256)
                .setHeight(96)
                .build();
        var bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(frame.getSchema(), SpecificData.getForClass(FrameReceived.class))
                .write(frame, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Registers a schema under a subject that nobody reads; answers its id. */
    private static int register(Map<String, String> settings, String schema) throws IOException, InterruptedException {
        var json = new JsonMapper();
        var request = HttpRequest.newBuilder(URI.create(
                        settings.get("sightline.registry.url") + "/subjects/any" + System.nanoTime() + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(Map.of("schema", schema, "schemaType", "AVRO"))))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("id").asInt();
    }
}
