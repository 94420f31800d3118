package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The build runs these tests in a time zone with daylight saving time. */
@ExtendWith(TestStack.class)
class CaptureTimesIT {
    @Test
    void timesAroundTheEndOfDaylightSavingTimeStayApart(DevStack stack) {
        // Given
        var zone = ZoneId.systemDefault().getRules();
        var first = zone.previousTransition(Instant.parse("2026-11-01T00:00:00Z"))
                .getInstant()
                .minus(Duration.ofMinutes(30));
        var times = List.of(first, first.plus(Duration.ofHours(1)));
        var settings = stack.isolate("times");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings, "--sightline.stages=ingest,sink");
                var topics = new TopicWriter(settings)) {
            // When
            times.forEach(time -> topics.send(
                    "frames",
                    "camera-1",
                    NumberedPicture.jpeg((int) time.getEpochSecond() & 0xffff),
                    Map.of("captured-at", time.toString())));
            topics.flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("frame") == times.size());
            assertThat(runtime.isRunning()).isTrue();
        }
        // Then
        assertThat(database.rows("select extract(epoch from captured_at)::bigint as seconds from frame order by 1"))
                .extracting(row -> row.get("seconds"))
                .containsExactly(times.get(0).getEpochSecond(), times.get(1).getEpochSecond());
    }
}
