package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One page of dead letters that is asked for.
 *
 * @param state open, redriving or resolved; empty for all
 * @param reason reason of the contract; empty for all
 * @param stage stage that failed; empty for all
 * @param failed when they failed last
 * @param limit rows of the page
 * @param cursor {@link PageCursor} text of the page before
 */
public record DeadLetterQuery(
        Optional<String> state,
        Optional<String> reason,
        Optional<String> stage,
        Optional<String> source,
        TimeRange failed,
        int limit,
        Optional<String> cursor) {
    /** Identity of the filter, so that a cursor cannot be used with another one. The page's size may change. */
    public String filterHash() {
        var text = String.join(
                "\0",
                "dead-letters",
                state.orElse(""),
                reason.orElse(""),
                stage.orElse(""),
                source.orElse(""),
                failed.identity());
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /**
     * Named parameters of the page's SQL and of that of its counts. One row more than the page is read, to know whether
     * another page follows.
     *
     * @throws PermanentFailure INVALID_PARAMETER for a cursor of another filter, or none of ours
     */
    public Map<String, Object> sqlParameters(SourceRule rule) {
        var after = cursor.map(text -> PageCursor.decode(text, filterHash())).orElse(PageCursor.START);
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        put(parameters, "state", "anyState", state);
        put(parameters, "reason", "anyReason", reason);
        put(parameters, "stage", "anyStage", stage);
        put(parameters, "source", "anySource", source);
        failed.putInto(parameters);
        parameters.put("rows", limit + 1);
        parameters.put("afterTime", after.time());
        parameters.put("afterId", after.id());
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, String any, Optional<String> wanted) {
        parameters.put(name, wanted.orElse(""));
        parameters.put(any, wanted.isEmpty());
    }
}
