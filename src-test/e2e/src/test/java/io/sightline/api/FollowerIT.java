package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.inference.InferenceEngine;
import io.sightline.lifecycle.Announcer;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A running process serves what is announced: the routes follow-models and report-follower. */
@Tag("slow")
@ExtendWith(ApiRuntime.class)
@SuppressWarnings("NullAway.Init")
class FollowerIT {
    private static final byte[] PICTURE = Pictures.encoded("jpeg");
    private static final int CLIENTS = 4;
    private static final int SWAPS = 10;

    private final Api api;
    private Announcer announcer;
    private Path first;
    private Path second;
    private String model;

    FollowerIT(Api api) {
        this.api = api;
    }

    @BeforeEach
    void begin(@TempDir Path folder, TestInfo test) {
        var settings = Stream.of(
                        "sightline.topics.models",
                        "sightline.s3.bucket",
                        "sightline.registry.url",
                        "camel.component.kafka.brokers",
                        "camel.component.minio.endpoint",
                        "camel.component.minio.access-key",
                        "camel.component.minio.secret-key")
                .collect(Collectors.toMap(name -> name, api::property));
        announcer = new Announcer(settings);
        first = SmallDetector.in(folder.resolve("first")).resolve("1");
        second =
                SmallDetector.flat(folder.resolve("second"), SmallDetector.SIDE).resolve("1");
        model = "follower-" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @AfterEach
    void end() {
        announcer.retire(model);
        await().until(() -> infer().statusCode() == 404);
        announcer.close();
    }

    @Test
    void swapsUnderLoadWithoutAFailedRequestAndClosesWhatServedBefore() throws Exception {
        // Given
        assertThat(infer().statusCode()).as("a model that nobody knows").isEqualTo(404);
        announcer.serve(model, "1", first);
        awaitServed("1");
        var over = new AtomicBoolean();
        var clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            var answers = Stream.generate(() -> clients.submit(answersUntil(over)))
                    .limit(CLIENTS)
                    .toList();
            var threads = threads();
            // When
            for (int swap = 2; swap <= SWAPS; swap++) {
                announcer.serve(model, Integer.toString(swap), swap % 2 == 0 ? second : first);
                awaitServed(Integer.toString(swap));
            }
            over.set(true);
            // Then
            var counts = new HashMap<String, Integer>();
            for (var client : answers) {
                client.get().forEach((answer, count) -> counts.merge(answer, count, Integer::sum));
            }
            assertThat(counts.keySet()).allMatch(answer -> answer.startsWith("200 "));
            assertThat(counts).hasSizeGreaterThan(SWAPS / 2);
            // A session of several threads has threads of its own, which end with it.
            assertThat(threads() - threads).isLessThan(SWAPS / 2);
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
        assertThat(api.bean(MeterRegistry.class)
                        .get("sightline.model.swap")
                        .tag("model", model)
                        .timer()
                        .count())
                .isEqualTo(SWAPS);
    }

    @Test
    void goesOnWithTheFormerVersionWhenTheAnnouncedOneIsBroken() throws Exception {
        // Given
        announcer.serve(model, "1", first);
        awaitServed("1");
        var broken = Files.createDirectories(first.resolveSibling("broken"));
        Files.write(broken.resolve("model.onnx"), new byte[] {8, 8, 1, 2, 3});
        // When
        try (var log = LogLines.capture()) {
            announcer.serve(model, "2", broken);
            await().until(() -> !state("state = 'failed'").isEmpty());
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("what was announced does not serve here") && line.contains(model));
        }
        // Then
        assertThat(infer().statusCode()).isEqualTo(200);
        assertThat(state("true"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("version", "1")
                        .containsEntry("epoch", 1L)
                        .containsEntry("sequence", 2L)
                        .hasEntrySatisfying(
                                "message",
                                message -> assertThat(String.valueOf(message)).contains("no model that ONNX Runtime")));
        assertThat(behind()).isOne();
        assertThat(readiness()).startsWith("200 ").contains(model, "version 1 serves; not what was announced: ");
        // And a better one is served at once
        announcer.serve(model, "3", second);
        awaitServed("3");
        assertThat(behind()).isZero();
        await().until(() -> !state("state = 'serving' and version = '3' and message is null")
                .isEmpty());
    }

    @Test
    void reportsHowTheVersionFares() {
        announcer.serve(model, "1", first);
        awaitServed("1");
        for (int i = 0; i < 10; i++) {
            infer();
        }

        await().until(() ->
                !state("runs >= 10 and failures = 0 and p95_micros > 0").isEmpty());
        announcer.serve(model, "2", second);
        awaitServed("2");

        await().until(() ->
                !state("version = '2' and runs < 10 and former_p95_micros > 0").isEmpty());
    }

    @Test
    void readsOnBehindARecordThatIsNoAnnouncement() {
        var unreadable = api.bean(MeterRegistry.class)
                .get("sightline.model.announcements.unreadable")
                .counter();
        var before = unreadable.count();
        try (var log = LogLines.capture()) {
            announcer.send(model, new byte[] {1, 2, 3});

            announcer.serve(model, "1", first);
            awaitServed("1");

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("a record of the topic of models is no announcement"));
        }
        assertThat(unreadable.count() - before).isOne();
    }

    @Test
    void drainsAModelThatIsRetired() {
        announcer.serve(model, "1", first);
        awaitServed("1");
        await().until(() -> !state("true").isEmpty());
        // When
        announcer.retire(model);
        // Then
        await().until(() -> infer().statusCode() == 404);
        assertThat(api.bean(InferenceEngine.class).models())
                .noneMatch(version -> version.name().equals(model));
        await().until(() -> state("true").isEmpty());
    }

    private Callable<Map<String, Integer>> answersUntil(AtomicBoolean over) {
        return () -> {
            var answers = new HashMap<String, Integer>();
            while (!over.get()) {
                var answer = infer();
                answers.merge(answer.statusCode() + " " + version(answer), 1, Integer::sum);
            }
            return answers;
        };
    }

    private void awaitServed(String version) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            var answer = infer();
            return answer.statusCode() == 200 && version(answer).equals(version);
        });
    }

    private HttpResponse<byte[]> infer() {
        return api.post("/v1/inference?model=" + model, "image/jpeg", PICTURE);
    }

    private static String version(HttpResponse<byte[]> answer) {
        return Api.json(answer).path("model").path("version").asText();
    }

    private List<Map<String, Object>> state(String condition) {
        return api.database().queryForList("select * from follower where name = ? and " + condition, model);
    }

    private double behind() {
        return api.bean(MeterRegistry.class)
                .get("sightline.model.behind")
                .tag("model", model)
                .gauge()
                .value();
    }

    private String readiness() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + api.property("local.management.port") + "/actuator/health/readiness"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** Those that load models, and those that they have made for sessions: native ones have the name of their maker. */
    private static int threads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return (int) tasks.map(task -> task.resolve("comm"))
                    .filter(FollowerIT::isOfModels)
                    .count();
        }
    }

    private static boolean isOfModels(Path name) {
        try {
            return Files.readString(name).startsWith("sightline-model");
        } catch (IOException ended) {
            return false;
        }
    }
}
