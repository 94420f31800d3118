package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of detections.
 *
 * @param window times that were looked at when nobody said since when and no index serves the filters; null otherwise
 * @param next cursor of the following page; null on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DetectionPage(
        List<Map<String, Object>> detections,
        @Nullable Map<String, Object> window,
        @Nullable String next) {
    /** The page from the rows of its SQL, which are one more than the page when another one follows. */
    public static DetectionPage of(
            PageQuery<DetectionFilter> query, Optional<TimeRange> window, List<Map<String, Object>> rows) {
        var shown = rows.subList(0, Math.min(rows.size(), query.limit()));
        var detections = shown.stream().map(DetectionPage::detection).toList();
        var times = window.map(TimeRange::described).orElse(null);
        if (rows.size() <= query.limit()) {
            return new DetectionPage(detections, times, null);
        }
        var position = position(shown.get(shown.size() - 1), window.flatMap(TimeRange::since));
        return new DetectionPage(
                detections, times, position.encode(query.filter().hash()));
    }

    /** Position of a row; the next page begins behind it. */
    static PageCursor position(Map<String, Object> last, Optional<Instant> since) {
        return new PageCursor(
                String.valueOf(Answers.time(last.get("captured_at"))),
                String.valueOf(last.get("frame_id")),
                ((Number) Objects.requireNonNull(last.get("model_version_id"))).longValue(),
                ((Number) Objects.requireNonNull(last.get("ordinal"))).intValue(),
                since);
    }

    static Map<String, Object> detection(Map<String, Object> row) {
        var found = new LinkedHashMap<String, Object>();
        Answers.put(found, "frameId", row.get("frame_id"));
        Answers.put(found, "sourceId", row.get("source_id"));
        Answers.put(found, "capturedAt", Answers.time(row.get("captured_at")));
        found.put("model", Answers.model(row));
        found.putAll(Answers.detection(row));
        return found;
    }
}
