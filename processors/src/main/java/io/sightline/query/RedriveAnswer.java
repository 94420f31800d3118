package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is answered about redrives, from the rows about them. */
public final class RedriveAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private RedriveAnswer() {}

    /**
     * What a redrive would do.
     *
     * @param rows how many letters there are by reason and by why they would be left out
     */
    public static Map<String, Object> preview(List<Map<String, Object>> rows) {
        var reasons = new LinkedHashMap<String, Long>();
        var skipped = new TreeMap<String, Long>();
        long matched = 0;
        for (var row : rows) {
            long letters = number(row, "letters");
            matched += letters;
            reasons.merge(String.valueOf(row.get("reason")), letters, Long::sum);
            if (row.get("why") != null) {
                skipped.merge(String.valueOf(row.get("why")), letters, Long::sum);
            }
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("dryRun", true);
        answer.put("matched", matched);
        answer.put("toSend", matched - sum(skipped));
        answer.put("reasons", reasons);
        answer.put("skipped", skipped);
        return answer;
    }

    /** A redrive and how far it has come: matched = waiting + under way + resolved + failed again + skipped. */
    public static Map<String, Object> operation(Map<String, Object> row) {
        var skipped = new TreeMap<>(counts(row.get("skipped")));
        counts(row.get("skipped_later")).forEach((why, letters) -> skipped.merge(why, letters, Long::sum));
        boolean done = number(row, "pending") == 0;
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", String.valueOf(row.get("id")));
        answer.put("kind", "redrive");
        answer.put("state", state(done, row.get("started_at")));
        Answers.put(answer, "requestedBy", row.get("requested_by"));
        Answers.put(answer, "requestedAt", Answers.time(row.get("requested_at")));
        Answers.put(answer, "filters", Answers.json(row.get("filters")));
        Answers.put(answer, "perSecond", row.get("per_second"));
        Answers.put(answer, "matched", row.get("matched"));
        Answers.put(answer, "sent", row.get("sent"));
        Answers.put(answer, "resolved", row.get("resolved"));
        Answers.put(answer, "failedAgain", row.get("failed_again"));
        answer.put("skipped", skipped);
        Answers.put(answer, "startedAt", Answers.time(row.get("started_at")));
        if (done) {
            var settled = row.get("settled_at");
            Answers.put(answer, "finishedAt", Answers.time(settled == null ? row.get("requested_at") : settled));
        }
        return answer;
    }

    private static String state(boolean done, @Nullable Object startedAt) {
        if (done) {
            return "done";
        }
        return startedAt == null ? "waiting" : "running";
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).longValue();
    }

    private static Map<String, Long> counts(@Nullable Object column) {
        try {
            return JSON.readValue(String.valueOf(column), COUNTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a jsonb column holds JSON", e);
        }
    }
}
