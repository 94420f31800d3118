package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.gate.CrowdedGroups;
import io.sightline.gate.CrowdedGroups.Reading;
import io.sightline.local.LocalRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@Tag("slow")
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
                var other = member(brokers, "sightline-ingest")) {
            var groups = runtime.getBean(CrowdedGroups.class);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> runtime.isRunning() && members(brokers, "sightline-ingest") == 1);
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

    @Test
    void looksAtEachGroupByItselfAndAddsUpWhatItReads(DevStack stack) throws Exception {
        // Given
        var brokers = String.valueOf(stack.isolate("crowded-groups").get("camel.component.kafka.brokers"));
        var topics = List.of("crowded.first", "crowded.second");
        var readings = List.of(
                Reading.of("crowded-absent", "crowded.absent", 1),
                Reading.of("crowded-pair", String.join(",", topics), 1),
                new Reading("crowded-wrong", Set.of("no topic"), 1));
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers));
                var one = member(brokers, "crowded-pair");
                var two = member(brokers, "crowded-pair");
                var three = member(brokers, "crowded-pair")) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            var groups = new CrowdedGroups(admin, () -> readings);
            List.of(one, two).forEach(member -> member.subscribe(topics));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                List.of(one, two).forEach(member -> member.poll(Duration.ofMillis(100)));
                return members(brokers, "crowded-pair") == 2;
            });
            groups.look();
            assertThat(groups.found()).isEmpty();
            // When
            three.subscribe(topics);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                List.of(one, two, three).forEach(member -> member.poll(Duration.ofMillis(100)));
                groups.look();
                return !groups.found().isEmpty();
            });
            // Then
            assertThat(groups.found())
                    .containsOnly(Map.entry(
                            "crowded-pair",
                            "group crowded-pair has 3 members, 1 of each process, and topics crowded.first,"
                                    + " crowded.second have 2 partitions: some processes read nothing. Run 2 processes"
                                    + " at most, or give them more partitions"));
        }
    }

    /** Another process, as its group sees it. */
    private static KafkaConsumer<byte[], byte[]> member(String brokers, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        group,
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static int members(String brokers, String group) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .mapToInt(described -> described.members().size())
                    .sum();
        }
    }

    private static String health(ConfigurableApplicationContext runtime) throws Exception {
        var port = runtime.getEnvironment().getProperty("local.management.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/groups"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
