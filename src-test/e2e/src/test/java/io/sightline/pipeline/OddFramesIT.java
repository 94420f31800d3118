package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cameras do at the edges of what is allowed: each frame is stored once, as it was sent. */
@ExtendWith(TestStack.class)
class OddFramesIT {
    private static final String SOURCE =
            "Ka\u0301mera \u5317\u9580 \u0645\u062f\u062e\u0644 \ud83c\udfa5 \u200f\ud83d\udc68\u200d\ud83d\udd27 'a\"b;--";
    private static final int LARGEST = 10 * 1024 * 1024;
    private static final int LONGEST_COMMENT = 65_533;

    @Test
    void oddFramesAreStoredAsTheyWereSent(DevStack stack) {
        // Given
        var settings = stack.isolate("odd");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            // When
            topics.frame(SOURCE, NumberedPicture.jpeg(1));
            topics.send("frames", "past", NumberedPicture.jpeg(2), clock("past", "1999-12-31T23:59:59.999Z"));
            topics.send("frames", "late", NumberedPicture.jpeg(3), clock("late", "2031-01-01T00:00:00Z"));
            topics.sendAt(Instant.EPOCH, "unset", NumberedPicture.jpeg(6));
            topics.send(
                    "frames", "fat", NumberedPicture.jpeg(4), Map.of("source-id", "fat", "note", "x".repeat(1 << 20)));
            topics.frame("large", padded(NumberedPicture.jpeg(5), LARGEST));
            topics.send(
                    "frames",
                    "broken",
                    "no picture".getBytes(StandardCharsets.UTF_8),
                    Map.of("source-id", "broken", "note", "x".repeat(1 << 20)));
            topics.flush();
            // Then
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.count("inference") == 6 && database.count("dead_letter") == 1);
            assertThat(database.count("frame")).isEqualTo(6);
            assertThat(database.rows("select (captured_at at time zone 'UTC')::text as captured,"
                            + " attributes ->> 'record-timestamp' as said from frame where source_id = 'unset'"))
                    .containsExactly(Map.of("captured", "2000-01-01 00:00:00", "said", "1970-01-01T00:00:00Z"));
            assertThat(database.number("select count(*) from frame where source_id = ?", SOURCE))
                    .isEqualTo(1);
            assertThat(database.number("select count(*) from source where id = ?", SOURCE))
                    .isEqualTo(1);
            assertThat(database.number(
                            "select count(*) from frame where jsonb_exists(attributes, 'reported-captured-at')"))
                    .as("clocks that were not believed")
                    .isEqualTo(2);
            assertThat(database.number("select max(size) from image")).isEqualTo(LARGEST);
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static Map<String, String> clock(String source, String capturedAt) {
        return Map.of("source-id", source, "captured-at", capturedAt);
    }

    /** The same picture with comments behind its first marker, so many bytes long. */
    private static byte[] padded(byte[] jpeg, int length) {
        var padded = Arrays.copyOf(jpeg, length);
        int position = 2;
        int left = length - jpeg.length;
        while (left > 0) {
            int segment = left - 4 > LONGEST_COMMENT ? Math.min(LONGEST_COMMENT, left - 8) : left - 4;
            padded[position] = (byte) 0xff;
            padded[position + 1] = (byte) 0xfe;
            padded[position + 2] = (byte) ((segment + 2) >> 8);
            padded[position + 3] = (byte) (segment + 2);
            Arrays.fill(padded, position + 4, position + 4 + segment, (byte) 0);
            position += 4 + segment;
            left -= 4 + segment;
        }
        System.arraycopy(jpeg, 2, padded, position, jpeg.length - 2);
        return padded;
    }
}
