package io.sightline.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is answered about one model, from the rows about it. What is not known is left out. */
final class ModelAnswer {
    private static final String[] VERSION = {"name", "version", "alias", "runId", "sha256"};

    private ModelAnswer() {}

    /**
     * The last decision.
     *
     * @param row of the table that has it
     * @param announced the announcement in that row
     */
    static Map<String, Object> state(Map<String, Object> row, JsonNode announced) {
        var state = new LinkedHashMap<String, Object>();
        put(state, "status", announced);
        put(state, "reason", announced);
        Answers.put(state, "decidedAt", Answers.time(row.get("decided_at")));
        state.put("pinned", announced.path("pinned").asBoolean());
        version(announced.path("serving")).ifPresent(serving -> state.put("serving", serving));
        Answers.put(state, "servingSince", Answers.time(row.get("serving_since")));
        version(announced.path("challenger")).ifPresent(challenger -> {
            state.put("challenger", challenger);
            put(state, "shadowShare", announced);
        });
        put(state, "metrics", announced);
        Answers.put(state, "epoch", row.get("epoch"));
        Answers.put(state, "sequence", row.get("sequence"));
        return state;
    }

    private static Optional<Map<String, Object>> version(JsonNode reference) {
        if (!reference.isObject()) {
            return Optional.empty();
        }
        var version = new LinkedHashMap<String, Object>();
        for (var field : VERSION) {
            put(version, field, reference);
        }
        return Optional.of(version);
    }

    private static void put(Map<String, Object> answer, String field, JsonNode from) {
        if (from.hasNonNull(field)) {
            answer.put(field, from.path(field));
        }
    }
}
