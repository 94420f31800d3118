package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minio.MinioClient;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.local.LocalRuntime;
import io.sightline.mlflow.WebhookDelivery;
import io.sightline.mlflow.WebhookVerdict;
import io.sightline.registry.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * All example Pipes of the catalogue in one runtime, as they are: pictures of a bucket become frames, and the Pipes do
 * with them what each says.
 */
@Tag("slow")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KameletsIT {
    private static final Path EXAMPLES = Path.of("..", "..", "kamelets", "pipes");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PICTURES = 3;

    private final JsonMapper json = new JsonMapper();
    private final Map<String, OwnTopic> topics = new HashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final WebhookReceiver receiver = new WebhookReceiver(this::answer);
    private final Map<String, String> settings;
    private final Database database;
    private final ConfigurableApplicationContext runtime;
    private final PipesFolder pipes;
    private final BucketFiles buckets;

    KameletsIT(DevStack stack) throws Exception {
        settings = stack.isolate("kamelets");
        database = new Database(settings);
        for (var topic : List.of("pictures", "picture-claims", "drawn-pictures", "refused-detections")) {
            topics.put(topic, new OwnTopic(settings, topic));
        }
        runtime = LocalRuntime.run(
                settings,
                "--sightline.stages=ingest,detect,sink,pipes",
                "--sightline.routes.directory=" + PipesFolder.make(),
                "--post-detections.url=" + receiver.url(),
                "--post-detections.secret=" + WebhookReceiver.SECRET);
        buckets = new BucketFiles(runtime.getBean(MinioClient.class));
        for (var bucket : List.of("uploads", "refused", "overwritten", "failing")) {
            buckets.make(bucket);
            buckets.make(bucket + "-done");
        }
        for (int number = 0; number < PICTURES; number++) {
            buckets.put("uploads", "day/" + number + ".jpg", BucketFiles.picture(number));
        }
        pipes = PipesFolder.of(runtime);
        pipes.loadAll(EXAMPLES);
    }

    @AfterAll
    void stop() {
        runtime.close();
        receiver.close();
        topics.values().forEach(OwnTopic::close);
    }

    @Test
    void picturesOfABucketBecomeFramesAndAreMovedOnceTheyAre() {
        await().atMost(PATIENCE).until(() -> database.count("frame") == PICTURES);

        await().atMost(PATIENCE)
                .until(() -> buckets.objects("uploads").findAny().isEmpty());
        assertThat(buckets.objects("uploads-done")).hasSize(PICTURES);
        assertThat(database.rows("select distinct source_id from frame"))
                .containsExactly(Map.of("source_id", "uploads"));
    }

    @Test
    void aPictureStaysInItsBucketUntilTheSinkTakesIt() throws Exception {
        var found = new CopyOnWriteArrayList<Long>();
        pipes.sink("refuses-twice", exchange -> {
            found.add(buckets.objects("refused").count());
            if (found.size() < 3) {
                throw new IllegalStateException("refused");
            }
        });
        buckets.put("refused", "a.jpg", NumberedPicture.jpeg(1));

        pipes.load("refused", BucketFiles.pipe("refused", "refuses-twice"));

        await().atMost(PATIENCE)
                .until(() -> buckets.objects("refused-done").count() == 1
                        && buckets.objects("refused").findAny().isEmpty());
        assertThat(found).startsWith(1L, 1L, 1L);
    }

    /** The stage detect has published each too, and it is what serves. */
    @Test
    void whatIsDetectedOnceMoreIsStoredBesideWhatServes() {
        for (var purpose : List.of("SERVING", "REPLAY")) {
            await().atMost(PATIENCE)
                    .until(() ->
                            database.number("select count(*) from inference where purpose = ?", purpose) == PICTURES);
        }
    }

    /** The id follows from frame, purpose and version: a group that reads all of it again adds no row. */
    @Test
    void whatIsDetectedTwiceIsOneRow() throws Exception {
        whatIsDetectedOnceMoreIsStoredBesideWhatServes();
        var pipe = Files.readString(EXAMPLES.resolve("detect-again.pipe.yaml"));

        pipes.load("detect-thrice", pipe.replace("detect-again", "detect-thrice"));

        await().atMost(PATIENCE)
                .until(() -> database.number(
                                "select coalesce(sum(duplicate), 0) from sink_offset where topic = ?",
                                String.valueOf(settings.get("sightline.topics.inferences")))
                        >= PICTURES);
        assertThat(database.rows("select frame_id from inference where purpose = 'REPLAY'"))
                .hasSize(PICTURES)
                .doesNotHaveDuplicates();
    }

    /** A camera that writes one name again and again loses none by it. */
    @Test
    void aPictureThatIsOverwrittenWhileItIsDealtWithIsReadToo() throws Exception {
        var found = new CopyOnWriteArrayList<byte[]>();
        var second = NumberedPicture.jpeg(8);
        pipes.sink("overwrites", exchange -> {
            if (found.isEmpty()) {
                buckets.put("overwritten", "latest.jpg", second);
            }
            found.add(exchange.getMessage().getBody(byte[].class));
        });
        buckets.put("overwritten", "latest.jpg", NumberedPicture.jpeg(7));
        buckets.put("overwritten", "too-long", new byte[10 * 1024 * 1024 + 1]);

        pipes.load("overwritten", BucketFiles.pipe("overwritten", "overwrites"));

        await().atMost(PATIENCE)
                .until(() -> buckets.objects("overwritten").toList().equals(List.of("too-long")));
        assertThat(found).containsExactly(NumberedPicture.jpeg(7), second);
    }

    /** Those that fail each time hold up none, however few are looked at at once. */
    @Test
    void aLookGoesOnBehindPicturesThatFail() throws Exception {
        var found = new CopyOnWriteArrayList<String>();
        pipes.sink("some-fail", exchange -> {
            var picture = exchange.getMessage().getBody(String.class);
            if (picture.startsWith("bad")) {
                throw new PermanentFailure(FailureCode.NOT_A_PICTURE, "refused");
            }
            found.add(picture);
        });
        for (var name : List.of("a", "b", "c", "d", "e")) {
            buckets.put(
                    "failing",
                    name,
                    (name.compareTo("d") < 0 ? "bad " : "good ").concat(name).getBytes(StandardCharsets.UTF_8));
        }

        pipes.load("failing", BucketFiles.pipe("failing", "some-fail").replace("period: 200", "period: 200, batch: 2"));

        await().atMost(PATIENCE)
                .until(() -> buckets.objects("failing-done").toList().equals(List.of("d", "e")));
        assertThat(found).containsExactly("good d", "good e");
    }

    @Test
    void claimsBecomePicturesAndPicturesClaims() {
        var expected =
                IntStream.range(0, PICTURES).mapToObj(BucketFiles::picture).toList();
        await().atMost(PATIENCE).until(() -> topic("picture-claims").size() >= PICTURES);

        assertThat(topic("pictures").values()).containsAll(expected);
        assertThat(topic("picture-claims").texts())
                .allSatisfy(
                        claim -> assertThat(read(claim).path("sha256").asText()).matches("[0-9a-f]{64}"));
    }

    @Test
    void boxesAreDrawn() {
        await().atMost(PATIENCE).until(() -> topic("drawn-pictures").size() >= PICTURES);

        assertThat(topic("drawn-pictures").values())
                .allSatisfy(picture -> assertThat(picture).startsWith(0xff, 0xd8, 0xff));
    }

    /** Each is posted, repeats under the same id; the one that the endpoint refuses is written down. */
    @Test
    void detectionsArePostedSignedAndWhatIsRefusedIsADeadLetter() {
        await().atMost(PATIENCE).until(() -> ids().size() == 2 * PICTURES - 1);
        await().atMost(PATIENCE).until(() -> topic("refused-detections").size() > 0);

        assertThat(receiver.verdicts).isNotEmpty().isSubsetOf(WebhookVerdict.GENUINE, WebhookVerdict.REPEATED);
        assertThat(receiver.taken)
                .allSatisfy(delivery -> assertThat(read(new String(delivery.body(), StandardCharsets.UTF_8))
                                .path("source")
                                .path("id")
                                .asText())
                        .isEqualTo("uploads"));
        var format = runtime.getBean(WireFormat.class);
        assertThat(topic("refused-detections").values()).allSatisfy(value -> {
            var letter = format.read(value, DeadLetter.class);
            assertThat(letter.getStage()).isEqualTo("pipes/post-detections");
            assertThat(letter.getMessage()).isEqualTo("the webhook at localhost answered 400");
            assertThat(letter.getFailedAt().getTopic())
                    .isEqualTo(String.valueOf(settings.get("sightline.topics.inferences")));
            assertThat(letter.getOriginalValue()).isNotNull();
        });
    }

    @Test
    void whatIsReadIsCommitted() throws Exception {
        try (var writer = new TopicWriter(settings)) {
            writer.send("models", "a-model-that-was", null, Map.of());
            writer.flush();
        }

        await().atMost(PATIENCE)
                .until(() -> committed("log-claims", "claims") >= PICTURES
                        && committed("log-detections", "inferences") >= 2 * PICTURES
                        && committed("log-models", "models") == 1);
    }

    /** The first frame that is posted is refused, each time. */
    private int answer(WebhookDelivery delivery) {
        refused.add(
                refused.isEmpty()
                        ? String.valueOf(delivery.id())
                        : refused.iterator().next());
        return refused.contains(delivery.id()) ? 400 : 204;
    }

    private Set<String> ids() {
        return receiver.taken.stream().map(WebhookDelivery::id).collect(Collectors.toSet());
    }

    private OwnTopic topic(String name) {
        return Objects.requireNonNull(topics.get(name));
    }

    private long committed(String group, String topic) {
        return topic("pictures").committed(group, String.valueOf(settings.get("sightline.topics." + topic)));
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
