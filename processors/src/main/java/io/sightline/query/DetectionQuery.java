package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One page of detections that is asked for.
 *
 * @param captured when the frames were captured
 * @param limit rows of the page
 * @param cursor {@link PageCursor} text of the page before
 */
public record DetectionQuery(
        Optional<String> source,
        Optional<String> label,
        TimeRange captured,
        OptionalDouble minScore,
        int limit,
        Optional<String> cursor) {
    /** Identity of the filter, so that a cursor cannot be used with another one. The page's size may change. */
    public String filterHash() {
        var text = String.join(
                "\0",
                source.map(value -> "s" + value).orElse(""),
                label.map(value -> "l" + value).orElse(""),
                captured.identity(),
                minScore.isPresent() ? String.valueOf(minScore.getAsDouble()) : "");
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /**
     * Named parameters of the page's SQL. One row more than the page is read, to know whether another page follows.
     *
     * @throws PermanentFailure INVALID_PARAMETER for a cursor of another filter, or none of ours
     */
    public Map<String, Object> sqlParameters(SourceRule rule) {
        var after = cursor.map(text -> PageCursor.decode(text, filterHash())).orElse(PageCursor.START);
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        parameters.put("source", source.orElse(""));
        parameters.put("anySource", source.isEmpty());
        parameters.put("label", label.orElse(""));
        parameters.put("anyLabel", label.isEmpty());
        captured.putInto(parameters);
        parameters.put("minScore", minScore.orElse(0));
        parameters.put("rows", limit + 1);
        parameters.put("afterTime", after.time());
        parameters.put("afterFrame", after.id());
        parameters.put("afterModel", after.modelVersionId());
        parameters.put("afterOrdinal", after.ordinal());
        return parameters;
    }
}
