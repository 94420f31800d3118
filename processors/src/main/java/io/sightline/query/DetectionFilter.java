package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which detections are asked for; all of it must hold.
 *
 * @param labels any of them; empty for all
 * @param model name of the model that found them
 * @param version version of that model, or of any
 * @param captured when the frames were captured
 */
public record DetectionFilter(
        Optional<String> source,
        List<String> labels,
        Optional<String> model,
        Optional<String> version,
        TimeRange captured,
        ScoreRange score,
        Optional<Region> region)
        implements RowFilter {
    public DetectionFilter {
        // The order of labels changes nothing, and neither does naming one twice.
        labels = labels.stream().distinct().sorted().toList();
    }

    @Override
    public String hash() {
        var text = String.join(
                "\0",
                source.map(value -> "s" + value).orElse(""),
                String.join("\1", labels),
                model.map(value -> "m" + value).orElse(""),
                version.map(value -> "v" + value).orElse(""),
                captured.identity(),
                score.identity(),
                region.map(Region::identity).orElse(""));
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /** All, those of one source, or those of one label. Anything else may look at any number of rows in vain. */
    @Override
    public boolean hasIndex(SourceRule rule) {
        var oneSource = source.isPresent() || rule.onlySource().isPresent();
        return model.isEmpty()
                && version.isEmpty()
                && score.isEveryScore()
                && region.isEmpty()
                && (labels.isEmpty()
                        ? oneSource || rule.everySource()
                        : labels.size() == 1 && !oneSource && rule.everySource());
    }

    @Override
    public Map<String, Object> sqlParameters(SourceRule rule, Optional<TimeRange> times) {
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        // Equality finds rows in order along an index, which membership of a list does not, be it a list of one.
        put(parameters, "source", "anySource", source.or(rule::onlySource));
        put(parameters, "label", "anyLabel", labels.size() == 1 ? Optional.of(labels.get(0)) : Optional.empty());
        parameters.put("labels", labels.toArray(String[]::new));
        parameters.put("anyLabels", labels.size() < 2);
        put(parameters, "model", "anyModel", model);
        put(parameters, "version", "anyVersion", version);
        times.orElse(captured).putInto(parameters);
        if (rule.permitsNothingOf(source)) {
            parameters.put("until", "-infinity");
        }
        score.putInto(parameters);
        parameters.put("anyRegion", region.isEmpty());
        region.orElse(Region.WHOLE).putInto(parameters);
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, String any, Optional<String> wanted) {
        parameters.put(name, wanted.orElse(""));
        parameters.put(any, wanted.isEmpty());
    }
}
