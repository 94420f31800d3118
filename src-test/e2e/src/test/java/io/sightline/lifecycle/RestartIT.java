package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A process that serves requests is started again while servers are away that it had when it learned what to serve. The
 * model comes from MLflow, of which there is none: only the stage promote would ask it.
 */
@Tag("slow")
@ExtendWith({TestStack.class, OutputCaptureExtension.class})
@SuppressWarnings("NullAway.Init")
class RestartIT {
    private static final String KAFKA = "camel.component.kafka.brokers";
    private static final String S3 = "camel.component.minio.endpoint";
    private static final String MODEL = "small";
    private static final Path PICTURE =
            Path.of("..", "..", "processors", "src", "test", "resources", "pictures", "upright-640x480.jpg");

    private final DevStack stack;
    private final Map<String, String> settings;
    private FaultProxy kafka;
    private FaultProxy s3;
    private Path next;

    RestartIT(DevStack stack) {
        this.stack = stack;
        this.settings = stack.isolate("restart-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @BeforeEach
    void serveOnce(@TempDir Path folder) throws Exception {
        kafka = FaultProxy.before(settings, KAFKA);
        s3 = FaultProxy.before(settings, S3);
        next = SmallDetector.flat(folder.resolve("next"), SmallDetector.SIDE).resolve("1");
        settings.put("sightline.artifacts.cache", folder.resolve("cache").toString());
        settings.put("sightline.stages", "api");
        settings.put("sightline.models.small.from", "mlflow");
        settings.put("sightline.detection.model", MODEL);
        settings.keySet().removeIf(name -> name.startsWith("sightline.models.text-detector"));
        try (var runtime = LocalRuntime.run(settings);
                var announcer = new Announcer(settings)) {
            assertThat(infer(runtime)).isEqualTo("503 MODEL_NOT_SERVING");
            announcer.serve(
                    MODEL, "7", SmallDetector.in(folder.resolve("small")).resolve("1"));
            await().atMost(Duration.ofMinutes(1)).until(() -> infer(runtime).equals("200 7"));
        }
    }

    @AfterEach
    void close() {
        kafka.close();
        s3.close();
    }

    @Test
    void servesWhatServedLastWithoutKafkaAndObjectStore(CapturedOutput output) throws Exception {
        kafka.begin(new Fault.Refuse());
        s3.begin(new Fault.Refuse());

        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(infer(runtime)).isEqualTo("200 7");
            assertThat(output.getOut()).contains("starting without it, with the models that served last");
            // When they are back, it goes on following
            kafka.heal();
            s3.heal();
            follows(runtime);
        }
    }

    /** Such as that of a service in Kubernetes whose pods are all down. */
    @Test
    void servesWhatServedLastWhereNoNameOfABrokerResolves() throws Exception {
        var known = lastServed().all();
        settings.put(KAFKA, "kafka.invalid:9092");
        known.forEach(lastServed()::keep);
        settings.put("sightline.stages", "api");

        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(infer(runtime)).isEqualTo("200 7");
        }
    }

    /** What is remembered of the Kafka that the settings name. */
    private LastServed lastServed() {
        return new LastServed(
                Path.of(String.valueOf(settings.get("sightline.artifacts.cache"))),
                Stream.of(KAFKA, "sightline.topics.models", "sightline.s3.bucket")
                        .map(name -> String.valueOf(settings.get(name)))
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void servesWhatServedLastWithoutKafka() throws Exception {
        kafka.begin(new Fault.BlackHole());

        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(infer(runtime)).isEqualTo("200 7");
            kafka.heal();
            follows(runtime);
        }
    }

    @Test
    void servesWhatIsAnnouncedWithoutTheObjectStore() throws Exception {
        s3.begin(new Fault.BlackHole());
        settings.put("sightline.s3.timeout", "1s");

        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(infer(runtime)).isEqualTo("200 7");
            s3.heal();
            follows(runtime);
        }
    }

    /** Nobody but the stage promote knows where it is. */
    @Test
    void servesWhatIsAnnouncedWithoutMlflow() throws Exception {
        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(infer(runtime)).isEqualTo("200 7");
            follows(runtime);
        }
    }

    private void follows(ConfigurableApplicationContext runtime) {
        try (var announcer = new Announcer(settings)) {
            // This one has the number of what was announced before, and no effect.
            announcer.serve(MODEL, "0", next);
            announcer.serve(MODEL, "8", next);
            await().atMost(Duration.ofMinutes(1)).until(() -> infer(runtime).equals("200 8"));
        }
    }

    /** Status and version, or status and code. */
    private String infer(ConfigurableApplicationContext runtime) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + runtime.getEnvironment().getProperty("local.server.port") + "/v1/inference"))
                .header("Authorization", "Bearer " + stack.token("sightline-dev"))
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofFile(PICTURE))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        var body = new JsonMapper().readTree(answer.body());
        return answer.statusCode() + " "
                + (answer.statusCode() == 200
                        ? body.path("model").path("version").asText()
                        : body.path("code").asText());
    }
}
