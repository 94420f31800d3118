package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Pipes in the shapes of Camel K's documentation and examples, with Apache's Kamelets as they are, on real servers. */
@ExtendWith(TestStack.class)
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipeShapesIT {
    private static final Path SHAPES = Path.of("src", "test", "resources", "pipes");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> NUMBERS = List.of("0", "1", "2");

    private final Map<String, OwnTopic> topics = new LinkedHashMap<>();
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Database database;
    private final ConfigurableApplicationContext runtime;

    PipeShapesIT(DevStack stack) throws Exception {
        var settings = stack.isolate("shapes");
        database = new Database(settings);
        for (var topic :
                List.of("in", "ticks", "uploaded", "rows", "posted", "routed", "filtered", "keyed", "dead", "queued")) {
            topics.put(topic, new OwnTopic(settings, "shapes." + topic));
        }
        topic("in").send(NUMBERS.size());
        runtime = LocalRuntime.run(
                settings,
                "--sightline.stages=api,pipes",
                "--server.port=0",
                "--sightline.routes.directory=" + PipesFolder.make());
        // Not before: the start takes all appenders off.
        List.of("pipes.timer", "pipes.kafka").forEach(this::keepLines);
        database.change("create table shapes_number (value text primary key, sent boolean not null default false)");
        PipesFolder.of(runtime).loadAll(SHAPES);
    }

    @AfterAll
    void stop() {
        runtime.close();
        topics.values().forEach(OwnTopic::close);
    }

    @Test
    void thereAreTenAndMore() throws IOException {
        try (var files = Files.list(SHAPES)) {
            assertThat(files).hasSizeGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void timerToLog() {
        await().atMost(PATIENCE).until(() -> isLogged("pipes.timer", "Hello world!"));
    }

    @Test
    void kafkaToLog() {
        await().atMost(PATIENCE).until(() -> NUMBERS.stream().allMatch(number -> isLogged("pipes.kafka", number)));
    }

    @Test
    void timerToKafka() {
        awaitTexts("ticks", "tick", "tick");
    }

    @Test
    void kafkaToS3() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            for (var number : NUMBERS) {
                try (var stored = store().getObject(GetObjectArgs.builder()
                        .bucket("shapes-stored")
                        .object(number + ".txt")
                        .build())) {
                    assertThat(stored).hasContent(number);
                }
            }
        });
    }

    @Test
    void s3ToKafka() throws Exception {
        var content = "uploaded".getBytes(StandardCharsets.UTF_8);
        store().putObject(PutObjectArgs.builder().bucket("shapes-uploads").object("a").stream(
                        new ByteArrayInputStream(content), content.length, -1)
                .build());

        awaitTexts("uploaded", "uploaded");
    }

    @Test
    void kafkaToSqlAndSqlToKafka() {
        await().atMost(PATIENCE)
                .until(() -> database.number("select count(*) from shapes_number where sent") == NUMBERS.size());
        await().atMost(PATIENCE).until(() -> topic("rows").texts().containsAll(NUMBERS));
    }

    /** Whether the client says what it sends or does not. */
    @Test
    void httpToKafka() throws Exception {
        post("posted: a & b", "Content-Type", "text/plain; charset=UTF-8");
        post("posted without a type: \u00fc");

        awaitTexts("posted", "posted: a & b", "posted without a type: \u00fc");
    }

    private void post(String body, String... headers) throws Exception {
        var port = Objects.requireNonNull(runtime.getEnvironment().getProperty("local.server.port"));
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/shapes/hook"))
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.discarding())
                        .statusCode())
                .isLessThan(300);
    }

    @Test
    void kafkaToKafkaByWayOfActions() {
        awaitTexts("routed", "0", "1", "2");
        awaitTexts("filtered", "0", "2");
        awaitTexts("keyed", "0", "1", "2");
    }

    @Test
    void whatTheSinkRefusesGoesToTheErrorHandlersTopic() {
        awaitTexts("dead", "1", "2");
    }

    @Test
    void throughAQueueInMemory() {
        awaitTexts("queued", "a & b = 100%");
    }

    private void awaitTexts(String topic, String... expected) {
        await().atMost(PATIENCE).until(() -> topic(topic).size() >= expected.length);
        assertThat(topic(topic).texts()).containsExactlyInAnyOrder(expected);
    }

    private boolean isLogged(String logger, String text) {
        return Objects.requireNonNull(lines.get(logger)).stream().anyMatch(line -> line.contains("Body: " + text));
    }

    private void keepLines(String name) {
        var kept = new CopyOnWriteArrayList<String>();
        var appender = new ListAppender<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                kept.add(line.getFormattedMessage());
            }
        };
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger(name);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        lines.put(name, kept);
    }

    private MinioClient store() {
        return runtime.getBean(MinioClient.class);
    }

    private OwnTopic topic(String name) {
        return Objects.requireNonNull(topics.get(name));
    }
}
