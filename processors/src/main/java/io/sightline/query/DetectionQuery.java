package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One page of detections that is asked for.
 *
 * @param since captured at or after
 * @param until captured before
 * @param limit rows of the page
 * @param cursor {@link PageCursor} text of the page before
 */
public record DetectionQuery(
        Optional<String> source,
        Optional<String> label,
        Optional<Instant> since,
        Optional<Instant> until,
        OptionalDouble minScore,
        int limit,
        Optional<String> cursor) {
    public DetectionQuery {
        if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "since must be before until, was " + since.get() + " with until " + until.get() + ".");
        }
    }

    /** Identity of the filter, so that a cursor cannot be used with another one. The page's size may change. */
    public String filterHash() {
        var text = String.join(
                "\0",
                source.map(value -> "s" + value).orElse(""),
                label.map(value -> "l" + value).orElse(""),
                since.map(Instant::toString).orElse(""),
                until.map(Instant::toString).orElse(""),
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
        parameters.put("since", since.map(Objects::toString).orElse("-infinity"));
        parameters.put("until", until.map(Objects::toString).orElse("infinity"));
        parameters.put("minScore", minScore.orElse(0));
        parameters.put("rows", limit + 1);
        parameters.put("afterTime", after.time());
        parameters.put("afterFrame", after.id());
        parameters.put("afterModel", after.modelVersionId());
        parameters.put("afterOrdinal", after.ordinal());
        return parameters;
    }
}
