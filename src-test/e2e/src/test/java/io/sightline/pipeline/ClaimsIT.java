package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What comes of records of the claims topic that no retry can cure; in two steps, so that objects can change in
 * between.
 */
@ExtendWith(TestStack.class)
class ClaimsIT {
    @Test
    void brokenClaimsBecomeOneDeadLetterEachAndTheirNeighboursAreInferred(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("claims");
        var database = new Database(settings);
        var undecodable = new byte[] {1, 2, 3};
        var unknownSchema =
                ByteBuffer.allocate(9).put((byte) 0).putInt(987_654).putInt(0).array();
        try (var ingest = LocalRuntime.run(settings, "--sightline.stages=ingest,sink");
                var topics = new TopicWriter(settings)) {
            for (int i = 0; i < 4; i++) {
                topics.frame("camera-" + i, NumberedPicture.jpeg(i));
            }
            topics.send("claims", "camera-1", undecodable, Map.of("any", "header"));
            topics.send("claims", "camera-2", unknownSchema, Map.of());
            topics.flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == 4);
            remove(ingest.getBean(MinioClient.class), settings, keyOf(database, "camera-0"));
            replace(ingest.getBean(MinioClient.class), settings, keyOf(database, "camera-3"));
        }
        // When
        try (var detect = LocalRuntime.run(settings, "--sightline.stages=detect,sink")) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> database.count("inference") == 2
                            && database.number("select count(*) from dead_letter where stage = 'detect'") == 4);
            assertThat(detect.isRunning()).isTrue();
        }
        // Then
        assertThat(database.rows("select reason from dead_letter where stage = 'detect'"))
                .extracting(row -> row.get("reason"))
                .containsExactlyInAnyOrder("CLAIM_MISSING", "CLAIM_CORRUPT", "UNDECODABLE_RECORD", "UNKNOWN_SCHEMA");
        assertThat(database.rows("select original_value from dead_letter where reason = 'UNDECODABLE_RECORD'"))
                .as("at each stage that reads the topic")
                .hasSize(2)
                .allSatisfy(
                        row -> assertThat((byte[]) row.get("original_value")).isEqualTo(undecodable));
        assertThat(database.number("select count(*) from dead_letter d join frame f using (frame_id)"
                        + " where d.reason in ('CLAIM_MISSING', 'CLAIM_CORRUPT') and d.attempts > 1"))
                .isEqualTo(2);
        assertThat(database.number("select count(distinct frame_id) from inference"))
                .isEqualTo(2);
    }

    private static String keyOf(Database database, String source) {
        return String.valueOf(database.rows(
                        "select object_key from image join frame on sha256 = image_sha256 where source_id = ?", source)
                .get(0)
                .get("object_key"));
    }

    private static void remove(MinioClient store, Map<String, String> settings, String key) throws Exception {
        store.removeObject(RemoveObjectArgs.builder()
                .bucket(String.valueOf(settings.get("sightline.s3.bucket")))
                .object(key)
                .build());
    }

    private static void replace(MinioClient store, Map<String, String> settings, String key) throws Exception {
        var other = "other bytes".getBytes(StandardCharsets.UTF_8);
        store.putObject(
                PutObjectArgs.builder().bucket(String.valueOf(settings.get("sightline.s3.bucket"))).object(key).stream(
                                new ByteArrayInputStream(other), other.length, -1)
                        .build());
    }
}
