package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** What a collector of traces is told of frames, on real servers. */
@Tag("slow")
@ExtendWith(TestStack.class)
class FrameTracesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PRODUCER = "00f067aa0ba902b7";
    private static final String KAFKA = "a".repeat(32);
    private static final String REST = "b".repeat(32);
    private static final String NO_MODEL = "c".repeat(32);
    private static final String POISON = "d".repeat(32);

    /** Of a text block the indentation would go. */
    private static final String STORED_AND_INFERRED = String.join(
            "\n",
            "  INSERT frame",
            "  S3.PutObject",
            "  process claims",
            "    INSERT inference",
            "    S3.GetObject",
            "    infer");

    @Test
    void frameIsOneTraceFromItsProducerToItsRowsDeadLettersAndTheirRedriveIncluded(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("traces");
        var database = new Database(settings);
        try (var collector = new OtlpCollector()) {
            var token = stack.token("sightline-dev");
            try (var runtime = RedrivingRuntime.run(settings, "--sightline.tracing.endpoint=" + collector.endpoint());
                    var topics = new TopicWriter(settings)) {
                database.change("insert into source (id, name, model_name) values ('camera-c', 'c', 'no-such-model')");
                // When
                send(topics, "camera-a", NumberedPicture.jpeg(1), KAFKA);
                send(topics, "camera-c", NumberedPicture.jpeg(3), NO_MODEL);
                send(topics, "camera-d", "no picture".getBytes(StandardCharsets.UTF_8), POISON);
                topics.flush();
                post(runtime, token, "camera-b", NumberedPicture.jpeg(2));
                await().atMost(PATIENCE).until(() -> database.count("inference") == 2 && open(database) == 2);
                database.change("update source set model_name = null");
                var operator = new Operator(runtime, token);
                operator.awaitDone(operator.begin("{\"dryRun\": false}"));
                await().atMost(PATIENCE).until(() -> database.count("inference") == 3);
            }
            // Then
            assertThat(tree(collector, settings, KAFKA)).isEqualTo("process frames\n" + STORED_AND_INFERRED);
            assertThat(tree(collector, settings, REST)).isEqualTo("POST /v1/frames\n" + STORED_AND_INFERRED);
            assertThat(tree(collector, settings, NO_MODEL)).isEqualTo("""
                    process frames
                      INSERT frame
                      S3.PutObject
                      process claims
                        INSERT inference
                        S3.GetObject
                        infer
                      process claims ! MODEL_UNKNOWN
                        INSERT dead_letter
                        S3.GetObject
                        infer ! MODEL_UNKNOWN""");
            assertThat(tree(collector, settings, POISON)).isEqualTo("""
                    process frames ! NOT_A_PICTURE
                      INSERT dead_letter""");
            assertThat(collector.spans(POISON))
                    .extracting(span -> span.about().get("sightline.redrive.count"))
                    .contains("1");
            assertThat(database.rows("select trace_id from frame order by source_id"))
                    .extracting(row -> row.get("trace_id"))
                    .containsExactly(KAFKA, REST, NO_MODEL);
            assertThat(database.rows("select trace_id from inference order by source_id"))
                    .extracting(row -> row.get("trace_id"))
                    .containsExactly(KAFKA, REST, NO_MODEL);
            assertThat(collector.bodies())
                    .allSatisfy(body -> assertThat(new String(body, StandardCharsets.ISO_8859_1))
                            .doesNotContain(token, "no picture", "JFIF"));
        }
    }

    @Test
    void framesGoOnWhileTheCollectorHangsAndWhileItIsAway(DevStack stack) throws Exception {
        var settings = stack.isolate("no-collector");
        var database = new Database(settings);
        // It is connected to, and never answers.
        try (var collector = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var runtime = RedrivingRuntime.run(
                        settings,
                        "--sightline.tracing.endpoint=http://127.0.0.1:" + collector.getLocalPort(),
                        "--sightline.tracing.timeout=200ms");
                var topics = new TopicWriter(settings)) {
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("inference") == 1 && refused(runtime) > 0);
            collector.close();
            var before = refused(runtime);

            topics.frame("camera-1", NumberedPicture.jpeg(2));
            topics.flush();

            await().atMost(PATIENCE).until(() -> database.count("inference") == 2 && refused(runtime) > before);
            assertThat(spans(runtime, "sent")).isZero();
        }
    }

    private static String tree(OtlpCollector collector, Map<String, String> settings, String trace) {
        return collector.tree(
                trace,
                PRODUCER,
                name -> name.replace(String.valueOf(settings.get("sightline.topics.frames")), "frames")
                        .replace(String.valueOf(settings.get("sightline.topics.claims")), "claims"));
    }

    private static void send(TopicWriter topics, String source, byte[] picture, String trace) {
        topics.send("frames", source, picture, Map.of("source-id", source, "traceparent", traceparent(trace)));
    }

    private static void post(ConfigurableApplicationContext runtime, String token, String source, byte[] picture)
            throws IOException, InterruptedException {
        var port = runtime.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/frames?source=" + source))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "image/jpeg")
                .header("traceparent", traceparent(REST))
                .POST(BodyPublishers.ofByteArray(picture));
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static String traceparent(String trace) {
        return "00-" + trace + "-" + PRODUCER + "-01";
    }

    private static int open(Database database) {
        return database.number("select count(*) from dead_letter where state = 'open'");
    }

    private static double refused(ConfigurableApplicationContext runtime) {
        return spans(runtime, "refused");
    }

    private static double spans(ConfigurableApplicationContext runtime, String outcome) {
        return runtime.getBean(MeterRegistry.class)
                .get("sightline.tracing.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
