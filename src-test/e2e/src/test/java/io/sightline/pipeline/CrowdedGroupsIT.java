package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.gate.CrowdedGroups;
import io.sightline.local.LocalRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith({TestStack.class, OutputCaptureExtension.class})
class CrowdedGroupsIT {
    private static final String MESSAGE =
            "group sightline-ingest has 2 members, 1 of each process, and topic crowded.single has 1 partitions:"
                    + " some processes read nothing. Run 1 processes at most, or give the topic more partitions";

    @Test
    void namesGroupMembersTopicAndPartitionsWhereProcessesReadNothing(DevStack stack, CapturedOutput output)
            throws Exception {
        // Given
        var settings = stack.isolate("crowded");
        settings.put("sightline.stages", "ingest");
        settings.put("sightline.topics.frames", "crowded.single");
        var brokers = String.valueOf(settings.get("camel.component.kafka.brokers"));
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic("crowded.single", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (var runtime = LocalRuntime.run(settings);
                var other = member(brokers)) {
            var groups = runtime.getBean(CrowdedGroups.class);
            await().atMost(Duration.ofMinutes(1)).until(() -> runtime.isRunning() && isAlone(brokers));
            groups.look();
            assertThat(groups.found()).isEmpty();
            // When
            other.subscribe(List.of("crowded.single"));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                other.poll(Duration.ofMillis(100));
                groups.look();
                return !groups.found().isEmpty();
            });
            // Then
            groups.look();
            assertThat(groups.found()).containsOnly(Map.entry("sightline-ingest", MESSAGE));
            assertThat(output.getOut().split(MESSAGE, -1)).as("said once").hasSize(2);
            assertThat(health(runtime)).contains("\"status\":\"UP\"", MESSAGE);
        }
    }

    /** Another process, as its group sees it. */
    private static KafkaConsumer<byte[], byte[]> member(String brokers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        "sightline-ingest",
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static boolean isAlone(String brokers) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
            return admin.describeConsumerGroups(List.of("sightline-ingest")).all().get().values().stream()
                            .mapToInt(group -> group.members().size())
                            .sum()
                    == 1;
        }
    }

    private static String health(ConfigurableApplicationContext runtime) throws Exception {
        var port = runtime.getEnvironment().getProperty("local.management.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/groups"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
