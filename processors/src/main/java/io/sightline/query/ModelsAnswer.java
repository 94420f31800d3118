package io.sightline.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.inference.ModelVersion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is answered about models: what this process does with them, and what the tables know of all processes.
 *
 * @param names models that callers of this process may ask for
 * @param serving versions that serve in this process
 * @param challengers versions that run in the shadow of those
 * @param tables rows about them; empty when they could not be read
 */
public record ModelsAnswer(
        Set<String> names, List<ModelVersion> serving, List<ModelVersion> challengers, Optional<Tables> tables) {
    /** Rows of the tables model_state, follower and model_command. */
    public record Tables(
            List<Map<String, Object>> states,
            List<Map<String, Object>> followers,
            List<Map<String, Object>> commands) {}

    /** All models that are configured here, were announced or serve anywhere, by name. */
    public Map<String, Object> all() {
        var known = known();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("models", known.stream().map(this::model).toList());
        sayIncomplete(answer);
        return answer;
    }

    /** One of these models; empty when it is none of them. */
    public Optional<Map<String, Object>> one(String name) {
        if (!known().contains(name)) {
            return Optional.empty();
        }
        var answer = model(name);
        sayIncomplete(answer);
        return Optional.of(answer);
    }

    private Set<String> known() {
        var known = new TreeSet<>(names);
        tables.ifPresent(rows -> {
            rows.states().stream().filter(row -> row.get("announced") != null).forEach(row -> known.add(name(row)));
            rows.followers().forEach(row -> known.add(name(row)));
        });
        return known;
    }

    private Map<String, Object> model(String name) {
        var model = new LinkedHashMap<String, Object>();
        model.put("name", name);
        of(serving, name).ifPresent(version -> putVersion(model, version));
        of(challengers, name).ifPresent(version -> {
            var challenger = new LinkedHashMap<String, Object>();
            challenger.put("name", name);
            putVersion(challenger, version);
            model.put("challenger", challenger);
        });
        tables.ifPresent(rows -> putRows(model, name, rows));
        return model;
    }

    private static void putVersion(Map<String, Object> answer, ModelVersion version) {
        answer.put("version", version.version());
        version.alias().ifPresent(alias -> answer.put("alias", alias));
        version.runId().ifPresent(run -> answer.put("runId", run));
        answer.put("sha256", version.sha256().hex());
    }

    private static void putRows(Map<String, Object> model, String name, Tables rows) {
        var state = rows.states().stream()
                .filter(row -> name.equals(name(row)) && row.get("announced") != null)
                .findFirst();
        state.ifPresent(row -> {
            JsonNode announced = Answers.json(row.get("announced"));
            if (announced != null) {
                model.put("state", ModelAnswer.state(row, announced));
            }
        });
        model.put("followers", FollowersAnswer.of(byName(rows.followers(), name), state.orElse(null)));
        byName(rows.commands(), name).stream()
                .findFirst()
                .ifPresent(row -> model.put("command", CommandAnswer.of(row)));
    }

    private void sayIncomplete(Map<String, Object> answer) {
        if (tables.isEmpty()) {
            answer.put("incomplete", true);
        }
    }

    private static Optional<ModelVersion> of(Collection<ModelVersion> versions, String name) {
        return versions.stream().filter(version -> version.name().equals(name)).findFirst();
    }

    private static List<Map<String, Object>> byName(List<Map<String, Object>> rows, String name) {
        return rows.stream().filter(row -> name.equals(name(row))).toList();
    }

    private static String name(Map<String, Object> row) {
        return String.valueOf(row.get("name"));
    }
}
