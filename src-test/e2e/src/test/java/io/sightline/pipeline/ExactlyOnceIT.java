package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the sink counts in its positions is what lies in the tables, whatever happens to its process. */
@ExtendWith(TestStack.class)
class ExactlyOnceIT {
    private static final int FRAMES = 600;
    private static final int KILLS = 3;

    @Test
    void positionsAndRowsAgreeAfterTheSinkWasKilledAgainAndAgain(DevStack stack) {
        // Given
        var settings = stack.isolate("exactly-once");
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
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = FRAMES * kill / (KILLS + 2);
            try (var victim = RuntimeProcess.start("exactly-once-" + kill, settings)) {
                await().atMost(Duration.ofMinutes(3)).until(() -> database.count("inference") >= enough);
                victim.kill();
            }
        }
        try (var successor = RuntimeProcess.start("exactly-once-last", settings)) {
            successor.awaitReady();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> database.count("inference") >= FRAMES
                            && database.count("frame") >= FRAMES
                            && database.count("outbox") == 0
                            && letters(database, "inferences") == 6
                            && letters(database, "claims") == 12);
        }
        // Then
        assertThat(database.count("frame")).isEqualTo(FRAMES);
        assertThat(database.count("inference")).isEqualTo(FRAMES);
        assertThat(database.rows("select * from sink_offset where next_offset - start_offset"
                        + " <> stored + duplicate + dead_lettered + skipped + expired"))
                .isEmpty();
        assertThat(sum(database, "stored", "claims")).isEqualTo(FRAMES);
        assertThat(sum(database, "stored", "inferences")).isEqualTo(FRAMES);
        assertThat(sum(database, "dead_lettered", "claims")).isEqualTo(6);
        assertThat(sum(database, "dead_lettered", "inferences")).isEqualTo(6);
        assertThat(sum(database, "skipped + expired", "claims")).isZero();
    }

    private static int sum(Database database, String column, String topic) {
        return database.number(
                "select coalesce(sum(" + column + "), 0) from sink_offset where topic = ?", "exactly-once." + topic);
    }

    private static int letters(Database database, String topic) {
        return database.number("select count(*) from dead_letter where failed_topic = ?", "exactly-once." + topic);
    }
}
