package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many frames, and Kafka as it is configured; ExactlyOnceIT kills in every build. */
@Tag("slow")
@ExtendWith(TestStack.class)
class KilledProcessIT {
    private static final int FRAMES = 1_000;

    @Test
    void everyFrameIsStoredOnceWhenTheProcessIsKilledMidway(DevStack stack) {
        // Given
        var settings = stack.isolate("killed");
        var database = new Database(settings);
        try (var topics = new TopicWriter(settings)) {
            for (int i = 0; i < FRAMES; i++) {
                topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
            }
            topics.flush();
        }
        // When
        try (var victim = RuntimeProcess.start("killed-1", settings)) {
            await().atMost(Duration.ofMinutes(3)).until(() -> database.count("inference") >= FRAMES / 10);
            victim.kill();
        }
        int before = database.count("inference");
        try (var successor = RuntimeProcess.start("killed-2", settings)) {
            successor.awaitReady();
            await().atMost(Duration.ofMinutes(3)).until(() -> database.count("inference") >= FRAMES);
            await().atMost(Duration.ofMinutes(3)).until(() -> database.count("frame") >= FRAMES);
        }
        // Then
        assertThat(before).isLessThan(FRAMES);
        assertThat(database.count("frame")).isEqualTo(FRAMES);
        assertThat(database.number("select count(distinct (origin_partition, origin_offset)) from frame"))
                .isEqualTo(FRAMES);
        assertThat(database.count("inference")).isEqualTo(FRAMES);
        assertThat(database.number("select count(distinct frame_id) from inference where purpose = 'SERVING'"))
                .isEqualTo(FRAMES);
        assertThat(database.number("select count(*) from inference i where i.n <> "
                        + "(select count(*) from detection d where d.frame_id = i.frame_id)"))
                .isZero();
        assertThat(database.count("dead_letter")).isZero();
    }
}
