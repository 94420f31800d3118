package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The routes dead-letter, publish-letters and relay-outbox, while the topic of dead letters is not there. */
@ExtendWith(TestStack.class)
class OutboxIT {
    private static final String LETTERS = "outbox.letters-that-come-later";

    @Test
    void deadLettersWithoutATopicWaitInTheOutboxUntilThereIsOne(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("outbox");
        settings.put("sightline.topics.dead-letters", LETTERS);
        settings.put("camel.component.kafka.max-block-ms", "3000");
        settings.put("sightline.outbox.period", "1s");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var admin = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        String.valueOf(settings.get("camel.component.kafka.brokers"))));
                var topics = new TopicWriter(settings)) {
            // When
            topics.frame("camera-1", "no picture".getBytes(StandardCharsets.UTF_8));
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.send("claims", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.flush();
            // Then: of ingest, of detect and of the sink
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("outbox") == 3);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("inference") == 1);
            assertThat(database.number("select count(*) from dead_letter where state = 'open'"))
                    .isEqualTo(3);
            admin.createTopics(List.of(new NewTopic(LETTERS, 1, (short) 1)))
                    .all()
                    .get();
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("outbox") == 0);
            // Perhaps one of them twice, but nothing becomes of that.
            long sent = end(admin);
            assertThat(sent).isBetween(3L, 6L);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.number(
                                    "select coalesce(sum(duplicate), 0) from sink_offset where topic = ?", LETTERS)
                            == sent);
            assertThat(database.count("dead_letter")).isEqualTo(3);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static long end(Admin admin) throws InterruptedException, ExecutionException {
        var partition = new TopicPartition(LETTERS, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
