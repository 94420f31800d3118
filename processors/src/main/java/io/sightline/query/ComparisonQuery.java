package io.sightline.query;

import io.sightline.security.SourceRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs of a challenger are to be compared with those of what serves.
 *
 * @param model name of the model
 * @param challenger version that ran in the shadow; empty for the one that did so last
 * @param serving version that served meanwhile; empty for the one that did so last
 * @param captured when the frames were captured
 * @param frames most frames that are compared, the newest
 */
public record ComparisonQuery(
        String model, Optional<String> challenger, Optional<String> serving, TimeRange captured, int frames) {
    private static final DefaultWindow DAY = new DefaultWindow(Duration.ofHours(24));

    /** The same with the last day where nobody says since when. */
    public ComparisonQuery within(Instant now) {
        return new ComparisonQuery(
                model,
                challenger,
                serving,
                DAY.of(captured, Optional.empty(), now).orElse(captured),
                frames);
    }

    /** Named parameters of the SQL that finds the versions. */
    public Map<String, Object> sqlParameters(SourceRule rule) {
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        parameters.put("name", model);
        parameters.put("challenger", challenger.orElse(""));
        parameters.put("anyChallenger", challenger.isEmpty());
        parameters.put("serving", serving.orElse(""));
        parameters.put("anyServing", serving.isEmpty());
        parameters.put("frames", frames);
        captured.putInto(parameters);
        return parameters;
    }
}
