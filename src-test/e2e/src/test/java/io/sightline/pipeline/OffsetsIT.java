package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Positions that the broker contradicts: nothing is reset in silence, and the way on that is named leads on. */
@Tag("slow")
@ExtendWith({TestStack.class, OutputCaptureExtension.class})
class OffsetsIT {
    private static final Pattern WAY_ON =
            Pattern.compile("run: (delete from sink_offset where .*?); then restart", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replaced | topic_id = gen_random_uuid() | was deleted and made anew",
                "beyond | next_offset = next_offset + 1000, skipped = skipped + 1000 | the broker lost records"
            })
    void startUpEndsWhenThePositionsAreNotOfThisTopic(
            String name, String change, String what, DevStack stack, CapturedOutput output) {
        // Given
        var settings = stack.isolate("offsets-" + name);
        settings.put("sightline.stages", "ingest,sink");
        var database = new Database(settings);
        store(settings, database, 0, 20);
        // When
        database.change(
                "update sink_offset set " + change + " where topic = ? and next_offset > 0",
                String.valueOf(settings.get("sightline.topics.claims")));
        assertThatThrownBy(() -> LocalRuntime.run(settings)).isInstanceOf(RuntimeException.class);
        // Then
        assertThat(output.getOut()).contains(what).doesNotContain("\tat ");
        try (var runtime = followTheWayOn(settings, database, output);
                var topics = new TopicWriter(settings)) {
            send(topics, 20, 30);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == 30);
            assertThat(runtime.isRunning()).isTrue();
        }
        assertThat(database.number("select count(distinct frame_id) from frame"))
                .isEqualTo(30);
        assertThat(database.number("select sum(duplicate) from sink_offset")).isPositive();
    }

    /** Kafka's own answer would be to read from the start, or from the end, without a word. */
    @ParameterizedTest
    @CsvSource({"ingest, frames", "detect, claims"})
    void startUpEndsWhenAGroupHasReadBeyondTheEndOfItsLog(
            String stage, String topic, DevStack stack, CapturedOutput output) throws Exception {
        // Given
        var settings = stack.isolate("offsets-beyond-" + stage);
        settings.put("sightline.stages", "ingest,detect,sink");
        var database = new Database(settings);
        store(settings, database, 0, 8);
        var partition = new TopicPartition(String.valueOf(settings.get("sightline.topics." + topic)), 1);
        try (var admin = admin(settings)) {
            // When
            commit(admin, "sightline-" + stage, partition, 1_000);
            assertThatThrownBy(() -> LocalRuntime.run(settings)).isInstanceOf(RuntimeException.class);
            // Then
            assertThat(output.getOut().replaceAll("\\s+", " "))
                    .contains("group sightline-" + stage + " has read all before 1000")
                    .contains("--group sightline-" + stage + " --topic " + partition.topic() + ":1 --reset-offsets");
            commit(admin, "sightline-" + stage, partition, 0);
        }
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, 8, 16);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("inference") == 16);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static void commit(Admin admin, String group, TopicPartition partition, long next) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(next)))
                .all()
                .get();
    }

    /** Sum of the positions in all partitions. */
    private static long committed(Admin admin, String group, String topic) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(position -> position.getKey().topic().equals(topic))
                .mapToLong(position -> position.getValue().offset())
                .sum();
    }

    private static Admin admin(Map<String, String> settings) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.valueOf(settings.get("camel.component.kafka.brokers"))));
    }

    @Test
    void positionsComeFromTheDatabaseAndNotFromTheGroup(DevStack stack) {
        // Given
        var settings = stack.isolate("offsets-restored");
        settings.put("sightline.stages", "ingest,sink");
        var database = new Database(settings);
        store(settings, database, 0, 20);
        // When: the database is that of an hour ago
        database.change("delete from frame");
        database.change("update sink_offset set next_offset = start_offset, stored = 0, duplicate = 0");
        // Then
        store(settings, database, 20, 21);
        assertThat(database.count("frame")).isEqualTo(21);
    }

    /** What Kafka remembers of ingest and detect goes with the topic, so that nothing contradicts anything then. */
    @Test
    void aTopicThatIsMadeAnewWhileItIsReadIsNotReadOn(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("offsets-running");
        settings.put("sightline.stages", "ingest,detect,sink");
        var database = new Database(settings);
        var claims = String.valueOf(settings.get("sightline.topics.claims"));
        var frames = String.valueOf(settings.get("sightline.topics.frames"));
        try (var runtime = LocalRuntime.run(settings);
                var admin = admin(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, 0, 40);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.count("frame") == 40 && database.count("inference") == 40);
            var former = topicId(admin, frames);
            // When
            makeAnew(admin, claims);
            send(topics, 40, 48);
            // Then
            awaitStop(runtime, "sightline-sink-claims " + claims, "delete from sink_offset where");
            awaitStop(runtime, "sightline-detect " + claims, "end all processes of the stages detect and sink");
            // A commit that is under way when its topic goes is tried until there is one of that name again: the way
            // on resets it, but then it could not be told from a position in the new topic.
            await().atMost(Duration.ofMinutes(3)).until(() -> committed(admin, "sightline-ingest", frames) == 48);
            // When
            makeAnew(admin, frames);
            // A producer that knew the old topic may wait two minutes for the new one.
            try (var others = new TopicWriter(settings)) {
                send(others, 48, 56);
            }
            // Then
            awaitStop(
                    runtime,
                    "sightline-ingest " + frames,
                    "run: delete from audit_start where topic_id = '" + former + "'; and");
            assertThat(admin.listConsumerGroupOffsets("sightline-ingest")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet())
                    .extracting(TopicPartition::topic)
                    .as("of the new topic nothing was read")
                    .doesNotContain(frames);
            assertThat(database.count("frame")).isEqualTo(40);
            assertThat(database.count("inference")).isEqualTo(40);
            assertThat(database.number("select sum(next_offset) from sink_offset where topic = ?", claims))
                    .isEqualTo(40);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static void awaitStop(ConfigurableApplicationContext runtime, String partition, String told) {
        var endpoint = runtime.getBean(HealthEndpoint.class);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            var health = endpoint.healthForPath("positions");
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(((Health) health).getDetails())
                    .hasKeySatisfying(new Condition<>(key -> key.startsWith(partition), "a partition of " + partition));
            assertThat(((Health) health).getDetails().toString()).contains(told);
        });
    }

    private static String topicId(Admin admin, String topic) throws Exception {
        var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
        var id = Objects.requireNonNull(topics.get(topic)).topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    private static void makeAnew(Admin admin, String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !admin.listTopics().names().get().contains(topic));
        admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
        // What an idempotent producer sends to a partition that has no leader yet may be refused for good.
        var ends = IntStream.range(0, 4)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> OffsetSpec.latest()));
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
    }

    @Test
    void aSecondRuntimeWithAnotherDatabaseDoesNotTakeAPartOfTheTopics(DevStack stack, CapturedOutput output) {
        // Given
        var settings = stack.isolate("offsets-one");
        settings.put("sightline.stages", "ingest,sink");
        var database = new Database(settings);
        var divided = stack.isolate("offsets-other");
        divided.put("sightline.stages", "sink");
        settings.keySet().stream()
                .filter(key -> key.startsWith("sightline.topics."))
                .forEach(key -> divided.put(key, settings.get(key)));
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, 0, 20);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == 20);
            // When, then
            assertThatThrownBy(() -> LocalRuntime.run(divided)).isInstanceOf(RuntimeException.class);
            assertThat(output.getOut())
                    .contains("stores it in another database")
                    .contains("spring.datasource.url");
            send(topics, 20, 40);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == 40);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    /** There may be several partitions to decide about, one start after the other. */
    private static ConfigurableApplicationContext followTheWayOn(
            Map<String, String> settings, Database database, CapturedOutput output) {
        follow(database, output);
        for (int more = 0; more < 4; more++) {
            try {
                return LocalRuntime.run(settings);
            } catch (RuntimeException refused) {
                follow(database, output);
            }
        }
        throw new AssertionError("the way on was followed for every partition:\n" + output.getOut());
    }

    private static void follow(Database database, CapturedOutput output) {
        var told = WAY_ON.matcher(output.getOut().replaceAll("\\s+", " "));
        while (told.find()) {
            database.change(told.group(1));
        }
    }

    private static void store(Map<String, String> settings, Database database, int from, int to) {
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, from, to);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == to);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static void send(TopicWriter topics, int from, int to) {
        for (int i = from; i < to; i++) {
            topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
        }
        topics.flush();
    }
}
