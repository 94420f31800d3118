package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of the promotions of a model.
 *
 * @param next cursor of the following page; null on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelEventPage(
        List<Map<String, Object>> events, @Nullable String next) {
    /** The page from the rows of its SQL, which are one more than the page when another one follows. */
    public static ModelEventPage of(ModelEventQuery query, List<Map<String, Object>> rows) {
        var shown = rows.subList(0, Math.min(rows.size(), query.limit()));
        return new ModelEventPage(
                shown.stream().map(ModelEventPage::event).toList(),
                rows.size() <= query.limit() ? null : end(shown.get(shown.size() - 1), query));
    }

    private static String end(Map<String, Object> last, ModelEventQuery query) {
        return PageCursor.of(
                        String.valueOf(Answers.time(last.get("happened_at"))),
                        ((Number) Objects.requireNonNull(last.get("id"))).longValue())
                .encode(query.filterHash());
    }

    private static Map<String, Object> event(Map<String, Object> row) {
        var event = new LinkedHashMap<String, Object>();
        Answers.put(event, "id", row.get("id"));
        Answers.put(event, "step", row.get("step"));
        Answers.put(event, "happenedAt", Answers.time(row.get("happened_at")));
        Answers.put(event, "version", row.get("version"));
        Answers.put(event, "alias", row.get("alias"));
        Answers.put(event, "runId", row.get("run_id"));
        Answers.put(event, "sha256", Answers.sha256(row.get("sha256")));
        Answers.put(event, "reason", row.get("reason"));
        Answers.put(event, "message", row.get("message"));
        Answers.put(event, "metrics", Answers.json(row.get("metrics")));
        Answers.put(event, "epoch", row.get("epoch"));
        return event;
    }
}
