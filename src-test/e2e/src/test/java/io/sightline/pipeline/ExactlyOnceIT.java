package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the sink counts in its positions is what lies in the tables, whatever happens to its process. */
@ExtendWith(TestStack.class)
class ExactlyOnceIT {
    private static final int FRAMES = 600;
    /** Of each topic that is poisoned. */
    private static final int POISON = FRAMES / 100;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void positionsAndRowsAgreeAfterTheProcessWasKilledMidway(DevStack stack) {
        var settings = stack.isolate("exactly-once");
        // The least that brokers grant: a killed process is missed by the time that its successor is up.
        settings.put("camel.component.kafka.session-timeout-ms", "6000");
        settings.put("camel.component.kafka.heartbeat-interval", "1500");
        agreeAfter(1, settings);
    }

    @Test
    @Tag("slow")
    void positionsAndRowsAgreeAfterTheProcessWasKilledAgainAndAgain(DevStack stack) {
        agreeAfter(3, stack.isolate("exactly-once-again"));
    }

    private static void agreeAfter(int kills, Map<String, String> settings) {
        // Given
        var database = new Database(settings);
        try (var topics = new TopicWriter(settings)) {
            for (int i = 0; i < FRAMES; i++) {
                topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
                if (i % 100 == 50) {
                    topics.send("claims", "camera-1", new byte[] {1, 2, 3}, Map.of());
                    topics.send("inferences", "camera-1", new byte[] {4, 5, 6}, Map.of());
                }
            }
            topics.flush();
        }
        // When
        for (int kill = 1; kill <= kills; kill++) {
            int enough = FRAMES * kill / (kills + 2);
            try (var victim = RuntimeProcess.start("exactly-once-" + kills + "-" + kill, settings)) {
                await().atMost(PATIENCE).until(() -> database.count("inference") >= enough);
                victim.kill();
            }
        }
        assertThat(database.count("inference")).as("before the end").isLessThan(FRAMES);
        try (var successor = RuntimeProcess.start("exactly-once-" + kills + "-last", settings)) {
            successor.awaitReady();
            await().atMost(PATIENCE)
                    .until(() -> database.count("inference") >= FRAMES
                            && database.count("frame") >= FRAMES
                            && database.count("outbox") == 0
                            && letters(database, settings, "inferences") == POISON
                            && letters(database, settings, "claims") == 2 * POISON);
        }
        // Then
        seeEachFrameOnce(database);
        assertThat(database.count("dead_letter")).isEqualTo(3 * POISON);
        assertThat(database.rows("select * from sink_offset where next_offset - start_offset"
                        + " <> stored + duplicate + dead_lettered + skipped + expired"))
                .isEmpty();
        assertThat(sum(database, settings, "stored", "claims")).isEqualTo(FRAMES);
        assertThat(sum(database, settings, "stored", "inferences")).isEqualTo(FRAMES);
        assertThat(sum(database, settings, "dead_lettered", "claims")).isEqualTo(POISON);
        assertThat(sum(database, settings, "dead_lettered", "inferences")).isEqualTo(POISON);
        assertThat(sum(database, settings, "skipped + expired", "claims")).isZero();
    }

    private static void seeEachFrameOnce(Database database) {
        assertThat(database.count("frame")).isEqualTo(FRAMES);
        assertThat(database.number("select count(distinct (origin_partition, origin_offset)) from frame"))
                .isEqualTo(FRAMES);
        assertThat(database.count("inference")).isEqualTo(FRAMES);
        assertThat(database.number("select count(distinct frame_id) from inference where purpose = 'SERVING'"))
                .isEqualTo(FRAMES);
        assertThat(database.number("select count(*) from inference i where i.n <> "
                        + "(select count(*) from detection d where d.frame_id = i.frame_id)"))
                .isZero();
    }

    private static int sum(Database database, Map<String, String> settings, String column, String topic) {
        return database.number(
                "select coalesce(sum(" + column + "), 0) from sink_offset where topic = ?", topic(settings, topic));
    }

    private static int letters(Database database, Map<String, String> settings, String topic) {
        return database.number("select count(*) from dead_letter where failed_topic = ?", topic(settings, topic));
    }

    private static String topic(Map<String, String> settings, String topic) {
        return String.valueOf(settings.get("sightline.topics." + topic));
    }
}
