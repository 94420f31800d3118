package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.claim.Sha256;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.frame.Identities;
import io.sightline.frame.Receipt;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** One idempotency key is one frame: two runtimes that share store, topics and database, one of them started anew. */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyIT {
    private static final int POSTS = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final DevStack stack;
    private final Map<String, String> settings;
    private final Database database;
    private final ConfigurableApplicationContext second;
    private ConfigurableApplicationContext first;

    IdempotencyIT(DevStack stack) {
        this.stack = stack;
        settings = stack.isolate("idempotency");
        database = new Database(settings);
        first = start();
        second = LocalRuntime.run(settings, "--sightline.stages=api,sink");
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void makesOneFrameOfAKeyThatTwoRuntimesGetSixteenTimesAtOnce() throws Exception {
        // When
        var answers = atOnce("race", List.of(NumberedPicture.jpeg(1)));
        // Then
        assertThat(answers).hasSize(POSTS).allMatch(answer -> answer.statusCode() == 202);
        assertThat(answers).extracting(IdempotencyIT::location).containsOnly(location(answers.get(0)));
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        awaitStored();
        assertThat(framesOf("race")).isEqualTo(1);
    }

    @Test
    void letsOneOfTwoPicturesHaveAKeyThatBothComeWithAtOnce() throws Exception {
        // When
        var answers = atOnce("duel", List.of(NumberedPicture.jpeg(1), NumberedPicture.jpeg(2)));
        // Then
        var taken = answers.stream()
                .filter(answer -> answer.statusCode() == 202)
                .map(answer -> json(answer).path("sha256").asText())
                .toList();
        assertThat(taken).hasSize(POSTS / 2).containsOnly(taken.get(0));
        assertThat(answers).filteredOn(answer -> answer.statusCode() != 202).allSatisfy(IdempotencyIT::conflicting);
        awaitStored();
        assertThat(framesOf("duel")).isEqualTo(1);
    }

    @Test
    void repeatsTheAnswerOverARestartAndFromTheOtherRuntime() throws Exception {
        // Given
        var answer = post(first, "sightline-dev", "again", "again", NumberedPicture.jpeg(1));
        // When
        first.close();
        first = start();
        var restarted = post(first, "sightline-dev", "again", "again", NumberedPicture.jpeg(1));
        var other = post(second, "sightline-dev", "again", "again", NumberedPicture.jpeg(1));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(List.of(restarted, other)).extracting(HttpResponse::body).containsOnly(answer.body());
        awaitStored();
        assertThat(framesOf("again")).isEqualTo(1);
        conflicting(post(first, "sightline-dev", "again", "again", NumberedPicture.jpeg(2)));
        conflicting(post(second, "sightline-dev", "elsewhere", "again", NumberedPicture.jpeg(1)));
    }

    @Test
    void showsTheFrameAtOnceAtTheOtherRuntime() throws Exception {
        var answer = post(first, "sightline-dev", "shown", "shown", NumberedPicture.jpeg(1));

        var seen = send(second, "sightline-dev", location(answer), HttpRequest.Builder::GET);

        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
        assertThat(json(seen).path("state").asText()).isEqualTo("received");
        assertThat(location(answer)).endsWith("/" + json(seen).path("frameId").asText());
    }

    @Test
    void givesEachClientKeysOfItsOwn() throws Exception {
        // When
        var ours = post(first, "sightline-dev", "camera-1", "shared", NumberedPicture.jpeg(1));
        var theirs = post(second, "sightline-camera", "camera-1", "shared", NumberedPicture.jpeg(2));
        // Then
        assertThat(ours.statusCode()).as(ours.body()).isEqualTo(202);
        assertThat(theirs.statusCode()).as(theirs.body()).isEqualTo(202);
        assertThat(location(theirs)).isNotEqualTo(location(ours));
        assertThat(json(theirs).path("sha256")).isNotEqualTo(json(ours).path("sha256"));
        awaitStored();
        assertThat(framesOf("camera-1")).isEqualTo(2);
    }

    /**
     * A process that ends between the receipt and the claim leaves a promise that only the client's next try can keep.
     */
    @Test
    void keepsThePromiseOfAProcessThatEndedBehindItsReceipt() throws Exception {
        // Given
        var picture = NumberedPicture.jpeg(1);
        var promised = new Receipt(
                Identities.frame("sightline-dev", "key-of-the-dead"),
                "sightline-dev",
                "abandoned",
                Sha256.of(picture),
                Instant.parse("2026-03-01T12:00:00Z"),
                Instant.parse("2026-03-01T12:00:01Z"),
                Map.of());
        put(promised);
        // When
        var answer = post(second, "sightline-dev", "abandoned", "key-of-the-dead", picture);
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(location(answer)).endsWith("/" + promised.frameId());
        assertThat(json(answer).path("receivedAt").asText()).isEqualTo("2026-03-01T12:00:01Z");
        awaitStored();
        assertThat(database.number(
                        "select count(*) from frame where frame_id = ? and captured_at = ?::timestamptz"
                                + " and received_at = ?::timestamptz",
                        promised.frameId(),
                        "2026-03-01T12:00:00Z",
                        "2026-03-01T12:00:01Z"))
                .isEqualTo(1);
    }

    private ConfigurableApplicationContext start() {
        return LocalRuntime.run(settings, "--sightline.stages=api");
    }

    /** Posts under one key, in turn to both runtimes and of the pictures, as nearly at once as threads can be. */
    private List<HttpResponse<String>> atOnce(String source, List<byte[]> pictures) throws Exception {
        var together = new CyclicBarrier(POSTS);
        var threads = Executors.newFixedThreadPool(POSTS);
        try {
            var posts = new ArrayList<Callable<HttpResponse<String>>>();
            for (int i = 0; i < POSTS; i++) {
                var runtime = i % 2 == 0 ? first : second;
                var picture = pictures.get(i / 2 % pictures.size());
                posts.add(() -> {
                    together.await(1, TimeUnit.MINUTES);
                    return post(runtime, "sightline-dev", source, source, picture);
                });
            }
            var answers = new ArrayList<HttpResponse<String>>();
            for (var post : threads.invokeAll(posts)) {
                answers.add(post.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private HttpResponse<String> post(
            ConfigurableApplicationContext runtime, String caller, String source, String key, byte[] picture)
            throws IOException, InterruptedException {
        var answer = send(
                runtime,
                caller,
                "/v1/frames?source=" + source,
                request -> request.header("Idempotency-Key", key)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(picture)));
        if (answer.statusCode() == 202) {
            accepted.incrementAndGet();
        }
        return answer;
    }

    private HttpResponse<String> send(
            ConfigurableApplicationContext runtime,
            String caller,
            String target,
            UnaryOperator<HttpRequest.Builder> change)
            throws IOException, InterruptedException {
        var port = runtime.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(caller, stack::token));
        return client.send(change.apply(request).build(), BodyHandlers.ofString());
    }

    private void put(Receipt receipt) throws Exception {
        var json = receipt.toJson();
        second.getBean(MinioClient.class)
                .putObject(PutObjectArgs.builder()
                        .bucket(String.valueOf(settings.get("sightline.s3.bucket")))
                        .object(Receipt.key(receipt.frameId()))
                        .stream(new ByteArrayInputStream(json), json.length, -1)
                        .build());
    }

    /** Waits until the sink is done with the claims of everything that was accepted. */
    private void awaitStored() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(database.number(
                                "select coalesce(sum(stored + duplicate), 0)::int from sink_offset where topic = ?",
                                String.valueOf(settings.get("sightline.topics.claims"))))
                        .isEqualTo(accepted.get()));
    }

    private int framesOf(String source) {
        return database.number("select count(*) from frame where source_id = ?", source);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static void conflicting(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(json(answer).path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
