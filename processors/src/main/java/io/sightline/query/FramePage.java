package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of frames.
 *
 * @param window times that were looked at when nobody said since when and no index serves the caller's sources; null
 *     otherwise
 * @param next cursor of the following page; null on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FramePage(
        List<Map<String, Object>> frames,
        @Nullable Map<String, Object> window,
        @Nullable String next) {
    /** The page from the rows of its SQL, which are one more than the page when another one follows. */
    public static FramePage of(
            PageQuery<FrameFilter> query, Optional<TimeRange> window, List<Map<String, Object>> rows) {
        var shown = rows.subList(0, Math.min(rows.size(), query.limit()));
        return new FramePage(
                shown.stream().map(FrameAnswer::listed).toList(),
                window.map(TimeRange::described).orElse(null),
                rows.size() <= query.limit()
                        ? null
                        : position(shown.get(shown.size() - 1), window.flatMap(TimeRange::since))
                                .encode(query.filter().hash()));
    }

    private static PageCursor position(Map<String, Object> last, Optional<Instant> since) {
        return new PageCursor(
                String.valueOf(Answers.time(last.get("captured_at"))),
                String.valueOf(last.get("frame_id")),
                0,
                0,
                since);
    }
}
