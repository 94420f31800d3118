package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One page of the promotions of a model that is asked for.
 *
 * @param model name of the model
 * @param step step as table model_event has it; empty for all
 * @param version version of the model; empty for all
 * @param happened when the steps were done
 * @param limit rows of the page
 * @param cursor {@link PageCursor} text of the page before
 */
public record ModelEventQuery(
        String model,
        Optional<String> step,
        Optional<String> version,
        TimeRange happened,
        int limit,
        Optional<String> cursor) {
    /** Identity of the filter, so that a cursor cannot be used with another one. The page's size may change. */
    public String filterHash() {
        var text = String.join("\0", "model-events", model, step.orElse(""), version.orElse(""), happened.identity());
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /**
     * Named parameters of the page's SQL. One row more than the page is read, to know whether another page follows.
     *
     * @throws PermanentFailure INVALID_PARAMETER for a cursor of another filter, or none of ours
     */
    public Map<String, Object> sqlParameters() {
        var after = cursor.map(text -> PageCursor.decode(text, filterHash())).orElse(PageCursor.START);
        var parameters = new HashMap<String, Object>();
        parameters.put("name", model);
        parameters.put("step", step.orElse(""));
        parameters.put("anyStep", step.isEmpty());
        parameters.put("version", version.orElse(""));
        parameters.put("anyVersion", version.isEmpty());
        happened.putInto(parameters);
        parameters.put("rows", limit + 1);
        parameters.put("afterNumber", after.number());
        return parameters;
    }
}
