package io.sightline.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is answered about a challenger and what serves, from the rows about their runs. */
public final class ComparisonAnswer {
    private ComparisonAnswer() {}

    /** The answer when both have run on no frame. */
    public static Map<String, Object> none(ComparisonQuery query) {
        var answer = begin(query);
        answer.put("frames", 0);
        return answer;
    }

    /**
     * The figures.
     *
     * @param versions row of the versions that are compared
     * @param figures row of what their runs add up to
     */
    public static Map<String, Object> of(
            ComparisonQuery query, Map<String, Object> versions, Map<String, Object> figures) {
        var frames = number(figures, "frames");
        var answer = begin(query);
        answer.put("serving", version(versions, "serving"));
        answer.put("challenger", version(versions, "challenger"));
        answer.put("frames", frames);
        if (frames >= query.frames()) {
            answer.put("sampled", true);
        }
        answer.put("agreedFrames", number(figures, "agreed_frames"));
        var serving = number(figures, "serving");
        var challenger = number(figures, "challenger");
        var matched = number(figures, "matched");
        // Two that both find nothing agree.
        answer.put("agreement", serving + challenger == 0 ? 1.0 : 2.0 * matched / (serving + challenger));
        answer.put("detections", Map.of("serving", serving, "challenger", challenger, "matched", matched));
        JsonNode labels = Answers.json(figures.get("labels"));
        answer.put("labels", labels == null ? List.of() : labels);
        answer.put(
                "latency",
                Map.of(
                        "serving", latency(figures.get("serving_micros")),
                        "challenger", latency(figures.get("challenger_micros"))));
        return answer;
    }

    private static Map<String, Object> begin(ComparisonQuery query) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("model", query.model());
        answer.put("window", query.captured().described());
        return answer;
    }

    private static Map<String, Object> version(Map<String, Object> row, String prefix) {
        var version = new LinkedHashMap<String, Object>();
        Answers.put(version, "name", row.get(prefix + "_name"));
        Answers.put(version, "version", row.get(prefix + "_version"));
        Answers.put(version, "runId", row.get(prefix + "_run_id"));
        Answers.put(version, "sha256", Answers.sha256(row.get(prefix + "_sha256")));
        return version;
    }

    /** Two percentiles as an array of PostgreSQL. */
    private static Map<String, Object> latency(@Nullable Object array) {
        var numbers = String.valueOf(array).replaceAll("[{}]", "").split(",", -1);
        return Map.of("p50Micros", Long.valueOf(numbers[0]), "p95Micros", Long.valueOf(numbers[1]));
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).longValue();
    }
}
