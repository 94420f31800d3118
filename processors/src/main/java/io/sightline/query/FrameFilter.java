package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which frames are asked for.
 *
 * @param captured when they were captured
 */
public record FrameFilter(Optional<String> source, TimeRange captured) implements RowFilter {
    @Override
    public String hash() {
        var text = String.join("\0", "frames", source.map(value -> "s" + value).orElse(""), captured.identity());
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /** All, or those of one source. */
    @Override
    public boolean hasIndex(SourceRule rule) {
        return source.isPresent() || rule.everySource() || rule.onlySource().isPresent();
    }

    @Override
    public Map<String, Object> sqlParameters(SourceRule rule, Optional<TimeRange> times) {
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        // Equality finds rows in order along an index, which membership of a list does not, be it a list of one.
        var one = source.or(rule::onlySource);
        parameters.put("source", one.orElse(""));
        parameters.put("anySource", one.isEmpty());
        times.orElse(captured).putInto(parameters);
        if (rule.permitsNothingOf(source)) {
            parameters.put("until", "-infinity");
        }
        return parameters;
    }
}
