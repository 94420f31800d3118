package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.mutation.ForgedJpeg;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.class)
class PoisonIT {
    private static final byte[] GIF = "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void eachBrokenPictureBecomesOneDeadLetterAndItsNeighboursAreStored(DevStack stack) {
        // Given
        var poison = new LinkedHashMap<String, byte[]>();
        poison.put("EMPTY_BODY", new byte[0]);
        poison.put("NOT_A_PICTURE", "certainly not a picture".getBytes(StandardCharsets.UTF_8));
        poison.put("UNSUPPORTED_MEDIA_TYPE", GIF);
        poison.put("TRUNCATED_PICTURE", truncated());
        poison.put("TOO_MANY_PIXELS", ForgedJpeg.ofSide(NumberedPicture.jpeg(3), 30_000));
        poison.put("BODY_TOO_LARGE", Arrays.copyOf(NumberedPicture.jpeg(1), 10 * 1024 * 1024 + 1));
        var settings = stack.isolate("poison");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            // When
            poison.forEach((reason, bytes) -> {
                topics.frame("camera-1", NumberedPicture.jpeg(reason.hashCode() & 0xffff));
                topics.frame("camera-1", bytes);
            });
            topics.send("frames", "", NumberedPicture.jpeg(9), Map.of("source-id", "bell\u0007"));
            topics.frame("camera-1", NumberedPicture.jpeg(10));
            topics.flush();
            // Then
            await().atMost(Duration.ofMinutes(2)).until(() -> database.count("dead_letter") >= poison.size() + 1);
            await().atMost(Duration.ofMinutes(2)).until(() -> database.count("inference") >= poison.size() + 1);
            assertThat(runtime.isRunning()).isTrue();
        }
        assertThat(database.rows("select reason from dead_letter"))
                .extracting(row -> row.get("reason"))
                .containsExactlyInAnyOrder(expected(poison));
        assertThat(database.number(
                        "select count(*) from dead_letter where stage = 'ingest' and state = 'open'"
                                + " and frame_id is not null and failed_topic = ? and original_headers ->> 'source-id' is not null",
                        String.valueOf(settings.get("sightline.topics.frames"))))
                .isEqualTo(poison.size() + 1);
        assertThat(original(database, "NOT_A_PICTURE")).isEqualTo(poison.get("NOT_A_PICTURE"));
        assertThat(database.rows("select original_object from dead_letter where reason = 'BODY_TOO_LARGE'")
                        .get(0)
                        .get("original_object"))
                .as("an original that is too long to travel along is stored")
                .isNotNull();
    }

    private static Object[] expected(Map<String, byte[]> poison) {
        var reasons = new ArrayList<Object>(poison.keySet());
        reasons.add("INVALID_SOURCE");
        return reasons.toArray();
    }

    private static byte[] original(Database database, String reason) {
        return (byte[])
                Objects.requireNonNull(database.rows("select original_value from dead_letter where reason = ?", reason)
                        .get(0)
                        .get("original_value"));
    }

    private static byte[] truncated() {
        var whole = NumberedPicture.jpeg(2);
        return Arrays.copyOf(whole, whole.length / 2);
    }
}
