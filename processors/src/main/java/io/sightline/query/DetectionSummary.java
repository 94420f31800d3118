package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many detections there are.
 *
 * @param bucket length of the times that are counted for
 * @param counts latest first; none of them is 0
 * @param window times that were looked at when nobody said since when; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DetectionSummary(
        String bucket,
        List<Map<String, Object>> counts,
        @Nullable Map<String, Object> window) {
    /**
     * The answer from the rows of its SQL.
     *
     * @throws PermanentFailure INVALID_PARAMETER when there are more counts than fit into an answer: a part of them
     *     would look like all
     */
    public static DetectionSummary of(SummaryQuery query, Optional<TimeRange> window, List<Map<String, Object>> rows) {
        if (rows.size() > SummaryQuery.MOST) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "bucket must make at most " + SummaryQuery.MOST + " counts of what passes the filters, was "
                            + query.bucket() + ", which makes more; count by a longer one, or ask for less.");
        }
        return new DetectionSummary(
                query.bucket(),
                rows.stream().map(DetectionSummary::count).toList(),
                window.map(TimeRange::described).orElse(null));
    }

    private static Map<String, Object> count(Map<String, Object> row) {
        var count = new LinkedHashMap<String, Object>();
        Answers.put(count, "begins", Answers.time(row.get("begins")));
        Answers.put(count, "sourceId", row.get("source_id"));
        Answers.put(count, "label", row.get("label"));
        Answers.put(count, "detections", row.get("detections"));
        return count;
    }
}
