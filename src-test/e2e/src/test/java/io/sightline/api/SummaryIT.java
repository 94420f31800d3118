package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of detections, and what a caller may count. */
@ExtendWith(ApiRuntime.class)
class SummaryIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");

    private final Api api;
    private final StoredRows rows;

    SummaryIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void countsByTimeSourceAndLabel() {
        // Given
        var source = "counts-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9, 0.4);
        rows.inferred(source, TIME.plusSeconds(60), "text", 0.9);
        rows.inferred(source, TIME.plusSeconds(3600), "text", 0.9);
        rows.inferred(source, TIME.plusSeconds(3600), "label", 0.9);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z&source=" + source;
        // When
        var byHour = ok(api.get(query + "&bucket=hour", "sightline-dev"));
        var byDay = ok(api.get(query + "&minScore=0.5", "sightline-dev"));
        var byMonth = ok(api.get(query + "&bucket=month&label=label", "sightline-dev"));
        // Then
        assertThat(counts(byHour))
                .containsExactly(
                        "2026-11-01T09:00:00Z " + source + " label 1",
                        "2026-11-01T09:00:00Z " + source + " text 1",
                        "2026-11-01T08:00:00Z " + source + " text 3");
        assertThat(counts(byDay))
                .containsExactly(
                        "2026-11-01T00:00:00Z " + source + " label 1", "2026-11-01T00:00:00Z " + source + " text 3");
        assertThat(byDay.path("bucket").asText()).isEqualTo("day");
        assertThat(counts(byMonth)).containsExactly("2026-11-01T00:00:00Z " + source + " label 1");
        assertThat(byHour.has("window")).isFalse();
    }

    @Test
    void countsTheLastDaysWhenNobodySaysSinceWhen() {
        // Given
        var source = "lately-" + System.nanoTime();
        rows.inferred(source, Instant.now().minus(Duration.ofDays(8)), "text", 0.9);
        rows.inferred(source, Instant.now().minus(Duration.ofDays(6)), "text", 0.9, 0.8);
        // When
        var summary = ok(api.get("/v1/detections/summary?bucket=month&source=" + source, "sightline-dev"));
        // Then
        assertThat(summary.path("counts").findValuesAsText("detections")).containsExactly("2");
        assertThat(summary.path("window").has("since")).isTrue();
    }

    @Test
    void countsForARestrictedCallerItsOwnSourceOnly() {
        rows.inferred("camera-1", TIME, "text", 0.9);
        rows.inferred("camera-2", TIME, "text", 0.9);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z";

        assertThat(ok(api.get(query, "sightline-viewer")).path("counts").findValuesAsText("sourceId"))
                .isNotEmpty()
                .containsOnly("camera-1");
        assertThat(counts(ok(api.get(query + "&source=camera-2", "sightline-viewer"))))
                .isEmpty();
    }

    @Test
    void refusesToCountForMoreTimesThanFitIntoAnAnswer() {
        // Given
        var source = "many-" + System.nanoTime();
        var frame = rows.inferred(source, TIME, "text", 0.9);
        api.database().update("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select captured_at, frame_id, model_version_id, purpose, n, source_id, 0, 'label ' || n, 0.9, 0, 0, 1, 1
                from detection, generate_series(1, 10000) n where frame_id = ?""", frame);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z&source=" + source;
        // When, then
        refused(
                api.get(query, "sightline-dev"),
                "bucket must make at most 10000 counts of what passes the filters, was day");
        assertThat(ok(api.get(query + "&label=text", "sightline-dev")).path("counts"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "bucket=minute, 'bucket must be one of [hour, day, week, month], was minute'",
        "limit=1, limit",
        "minScore=0.6&maxScore=0.5, minScore"
    })
    void refusesInvalidCountsByNamingTheRule(String query, String words) {
        refused(api.get("/v1/detections/summary?" + query, "sightline-dev"), words);
    }

    private static List<String> counts(JsonNode summary) {
        var counts = new ArrayList<String>();
        summary.path("counts")
                .forEach(count -> counts.add(String.join(
                        " ",
                        count.path("begins").asText(),
                        count.path("sourceId").asText(),
                        count.path("label").asText(),
                        count.path("detections").asText())));
        return counts;
    }
}
