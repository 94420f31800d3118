package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of dead letters.
 *
 * @param counts letters of all pages by reason, most frequent first
 * @param next cursor of the following page; null on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterPage(
        List<Map<String, Object>> deadLetters,
        Map<String, Object> counts,
        @Nullable String next) {
    /** The page from the rows of its SQL, which are one more than the page when another one follows. */
    public static DeadLetterPage of(
            DeadLetterQuery query, List<Map<String, Object>> rows, List<Map<String, Object>> counts) {
        var shown = rows.subList(0, Math.min(rows.size(), query.limit()));
        var byReason = new LinkedHashMap<String, Object>();
        counts.forEach(row -> Answers.put(byReason, String.valueOf(row.get("reason")), row.get("letters")));
        return new DeadLetterPage(
                shown.stream().map(DeadLetterPage::letter).toList(),
                byReason,
                rows.size() <= query.limit() ? null : end(shown.get(shown.size() - 1), query));
    }

    private static String end(Map<String, Object> last, DeadLetterQuery query) {
        return PageCursor.of(
                        String.valueOf(Answers.time(last.get("last_failed_at"))), String.valueOf(last.get("event_id")))
                .encode(query.filterHash());
    }

    private static Map<String, Object> letter(Map<String, Object> row) {
        var letter = new LinkedHashMap<String, Object>();
        Answers.put(letter, "eventId", row.get("event_id"));
        Answers.put(letter, "state", row.get("state"));
        Answers.put(letter, "reason", row.get("reason"));
        Answers.put(letter, "message", row.get("message"));
        Answers.put(letter, "stage", row.get("stage"));
        Answers.put(letter, "route", row.get("route"));
        Answers.put(letter, "frameId", row.get("frame_id"));
        Answers.put(letter, "sourceId", row.get("source_id"));
        Answers.put(letter, "failedAt", Answers.place(row, "failed"));
        Answers.put(letter, "attempts", row.get("attempts"));
        Answers.put(letter, "firstFailedAt", Answers.time(row.get("first_failed_at")));
        Answers.put(letter, "lastFailedAt", Answers.time(row.get("last_failed_at")));
        Answers.put(letter, "exceptionClass", row.get("exception_class"));
        Answers.put(letter, "stackHash", row.get("stack_hash"));
        Answers.put(letter, "runtimeVersion", row.get("runtime_version"));
        Answers.put(letter, "redriveCount", row.get("redrive_count"));
        Answers.put(letter, "operationId", row.get("redrive_id"));
        return letter;
    }
}
