package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.GatedClients;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** An outage of any length leaves consumers in their groups and records where they are. */
@ExtendWith({TestStack.class, OutputCaptureExtension.class})
class GatesIT {
    private static final int FRAMES = 200;
    /** One of ingest, two of detect, one for each of the sink's topics. */
    private static final int CONSUMERS = 6;

    /** The least that brokers grant to a consumer of which they hear nothing. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    /** Longer than that: whose heartbeats had ended would have lost its partitions. */
    private static final Duration OUTAGE = SESSION_TIMEOUT.plusSeconds(2);

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "s3"})
    void consumersWaitWhileAServerIsAwayAndGoOnWithoutADeadLetter(
            String server, DevStack stack, CapturedOutput output) {
        // Given
        var settings = isolate(stack, "gates-" + server);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, 0);
            // When
            stack.stop(server);
            try {
                send(topics, FRAMES / 2);
                seeOutage(runtime, server, output);
            } finally {
                stack.restart(server);
            }
            // Then
            seeAllStored(runtime, settings, output);
        }
    }

    @Tag("slow")
    @Test
    void consumersWaitForARegistryThatIsAwayBeforeASchemaIsKnown(DevStack stack, CapturedOutput output) {
        // Given
        var settings = isolate(stack, "gates-registry");
        try (var proxy = FaultProxy.before(settings, "sightline.registry.url")) {
            try (var runtime = LocalRuntime.run(settings);
                    var topics = new TopicWriter(settings)) {
                // When
                proxy.begin(new Fault.Refuse());
                send(topics, 0);
                send(topics, FRAMES / 2);
                seeOutage(runtime, "registry", output);
                proxy.heal();
                // Then
                seeAllStored(runtime, settings, output);
            }
        }
    }

    /** Each request is given up after a second; one batch after the other would be hours. */
    @Tag("slow")
    @Test
    void aStoreThatAcceptsAndSaysNothingHoldsNobodyUp(DevStack stack, CapturedOutput output) {
        // Given
        var settings = isolate(stack, "gates-frozen");
        try (var proxy = FaultProxy.before(settings, "camel.component.minio.endpoint")) {
            settings.put("sightline.s3.timeout", "1s");
            try (var runtime = LocalRuntime.run(settings);
                    var topics = new TopicWriter(settings)) {
                send(topics, 0);
                // When
                proxy.begin(new Fault.BlackHole());
                send(topics, FRAMES / 2);
                seeOutage(runtime, "s3", output);
                proxy.heal();
                // Then
                seeAllStored(runtime, settings, output);
            }
        }
    }

    @Test
    void batchesOfIngestAreAsLargeAsTheBytesInFlightAllow(DevStack stack) {
        // Given
        var settings = stack.isolate("gates-bytes");
        settings.put("sightline.stages", "ingest");
        settings.put("sightline.ingest.bytes-in-flight", "32MB");
        settings.put("sightline.ingest.max-bytes", "4MB");
        // When
        try (var runtime = LocalRuntime.run(settings)) {
            assertThat(runtime.getBean(GatedClients.class).getCamelContext())
                    .as("whose end closes the gates")
                    .isNotNull();
            var camel = runtime.getBean(CamelContext.class);
            var route = camel.getRoute("ingest-frames");
            var kafka = ((KafkaEndpoint) route.getEndpoint()).getConfiguration();
            // Then
            assertThat(kafka.getMaxPollRecords()).isEqualTo(8);
            assertThat(kafka.getFetchMaxBytes()).isEqualTo(32 * 1024 * 1024);
            assertThat(kafka.getMaxPartitionFetchBytes()).isEqualTo(5 * 1024 * 1024);
        }
    }

    private static Map<String, String> isolate(DevStack stack, String name) {
        var settings = stack.isolate(name);
        settings.put("camel.component.kafka.session-timeout-ms", String.valueOf(SESSION_TIMEOUT.toMillis()));
        settings.put("camel.component.kafka.heartbeat-interval", "1500");
        return settings;
    }

    private static void seeOutage(ConfigurableApplicationContext runtime, String server, CapturedOutput output) {
        await().atMost(Duration.ofMinutes(1)).until(() -> open(runtime, server) == 0);
        assertThat(get(runtime, "/actuator/health/gates").body())
                .contains("\"status\":\"UP\"")
                .contains("closed for ");
        assertThat(output.getOut()).contains("gate closed: nothing is read that needs it dependency=\"" + server);
        await().during(OUTAGE)
                .atMost(OUTAGE.plusMinutes(1))
                .until(() -> open(runtime, server) == 0
                        && get(runtime, "/actuator/health/readiness").statusCode() == 200
                        && get(runtime, "/actuator/health/liveness").statusCode() == 200);
    }

    private static void seeAllStored(
            ConfigurableApplicationContext runtime, Map<String, String> settings, CapturedOutput output) {
        var database = new Database(settings);
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> database.count("inference") == FRAMES && database.count("frame") == FRAMES);
        assertThat(database.count("dead_letter")).isZero();
        assertThat(database.number("select count(distinct (origin_partition, origin_offset)) from frame"))
                .isEqualTo(FRAMES);
        assertThat(output.getOut().split("Will break on first error", -1).length - 1)
                .as("consumers that left their group and came back")
                .isLessThanOrEqualTo(CONSUMERS);
        assertThat(output.getOut()).contains("gate open dependency=").doesNotContain("while polling");
        assertThat(runtime.isRunning()).isTrue();
    }

    private static void send(TopicWriter topics, int first) {
        for (int i = first; i < first + FRAMES / 2; i++) {
            topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
        }
        topics.flush();
    }

    private static double open(ConfigurableApplicationContext runtime, String server) {
        return runtime.getBean(MeterRegistry.class)
                .get("sightline.gate.open")
                .tag("dependency", server)
                .gauge()
                .value();
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext runtime, String path) {
        var port = runtime.getEnvironment().getProperty("local.management.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
