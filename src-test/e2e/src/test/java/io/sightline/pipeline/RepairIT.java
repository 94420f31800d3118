package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A picture whose object holds other bytes by now is mended by whoever sends it again. */
@ExtendWith(TestStack.class)
class RepairIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aFrameWhoseBytesChangedIsInferredAfterItsPictureCameAgain(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("repair");
        var database = new Database(settings);
        var picture = NumberedPicture.jpeg(1);
        try (var topics = new TopicWriter(settings)) {
            try (var ingest = LocalRuntime.run(settings, "--sightline.stages=ingest,sink")) {
                topics.frame("camera-1", picture);
                topics.flush();
                await().atMost(PATIENCE).until(() -> database.count("frame") == 1);
                var other = "other bytes".getBytes(StandardCharsets.UTF_8);
                var image =
                        database.rows("select bucket, object_key from image").get(0);
                ingest.getBean(MinioClient.class)
                        .putObject(PutObjectArgs.builder()
                                .bucket(String.valueOf(image.get("bucket")))
                                .object(String.valueOf(image.get("object_key")))
                                .stream(new ByteArrayInputStream(other), other.length, -1)
                                .build());
            }
            try (var runtime = RedrivingRuntime.run(settings)) {
                var operator = new Operator(runtime, stack.token("sightline-dev"));
                await().atMost(PATIENCE)
                        .until(() -> database.number(
                                        "select count(*) from dead_letter where state = 'open' and reason = 'CLAIM_CORRUPT'")
                                == 1);
                // When
                topics.frame("camera-2", picture);
                topics.flush();
                await().atMost(PATIENCE).until(() -> database.count("inference") == 1);
                var done = operator.awaitDone(operator.begin("{\"dryRun\": false, \"reason\": \"CLAIM_CORRUPT\"}"));
                // Then
                assertThat(done.path("resolved").asInt()).isOne();
            }
        }
        assertThat(database.number("select count(distinct frame_id) from inference"))
                .isEqualTo(2);
        assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                .isZero();
    }
}
