package io.sightline.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is answered about the processes that infer with one model, from the rows that they write. */
final class FollowersAnswer {
    private static final int MOST_FAILED = 100;

    private FollowersAnswer() {}

    /**
     * How many of them do what.
     *
     * @param announced row of the last announcement; null when nothing was announced
     */
    static Map<String, Object> of(List<Map<String, Object>> rows, @Nullable Map<String, Object> announced) {
        var serving = announced == null ? null : Answers.json(announced.get("announced"));
        var fresh = rows.stream().filter(row -> !isTrue(row.get("is_stale"))).toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("processes", fresh.size());
        answer.put(
                "behind",
                fresh.stream()
                        .filter(row -> announced != null && (isUnread(row, announced) || servesAnother(row, serving)))
                        .count());
        answer.put("stale", rows.size() - fresh.size());
        answer.put("versions", versions(fresh));
        answer.put(
                "failed",
                fresh.stream()
                        .filter(row -> "failed".equals(row.get("state")))
                        .limit(MOST_FAILED)
                        .map(FollowersAnswer::failed)
                        .toList());
        return answer;
    }

    /** Which versions serve in how many processes, the most frequent first. */
    private static List<Map<String, Object>> versions(List<Map<String, Object>> fresh) {
        var counts = new LinkedHashMap<List<Object>, Integer>();
        for (var row : fresh) {
            var sha256 = Answers.sha256(row.get("sha256"));
            if (sha256 != null) {
                counts.merge(List.of(Objects.requireNonNull(row.get("version")), sha256), 1, Integer::sum);
            }
        }
        var versions = new ArrayList<Map<String, Object>>();
        counts.entrySet().stream()
                .sorted((one, other) -> other.getValue() - one.getValue())
                .forEach(entry -> versions.add(Map.of(
                        "version", entry.getKey().get(0),
                        "sha256", entry.getKey().get(1),
                        "processes", entry.getValue())));
        return versions;
    }

    private static Map<String, Object> failed(Map<String, Object> row) {
        var failed = new LinkedHashMap<String, Object>();
        Answers.put(failed, "process", row.get("process"));
        Answers.put(failed, "message", row.get("message"));
        Answers.put(failed, "version", row.get("version"));
        Answers.put(failed, "reportedAt", Answers.time(row.get("reported_at")));
        return failed;
    }

    /** One that follows nothing, because it has loaded its folder by itself, has read nothing. */
    private static boolean isUnread(Map<String, Object> row, Map<String, Object> announced) {
        var epoch = number(row, "epoch");
        var of = number(announced, "epoch");
        return epoch < of || (epoch == of && number(row, "sequence") < number(announced, "sequence"));
    }

    /**
     * What was read is not carried out before it is loaded, and never where it does not load. Where nothing is to
     * serve, nothing is to be carried out.
     */
    private static boolean servesAnother(Map<String, Object> row, @Nullable JsonNode announced) {
        var serving = announced == null ? null : announced.get("serving");
        return serving != null
                && serving.isObject()
                && !(serving.path("version").asText().equals(row.get("version"))
                        && serving.path("sha256").asText().equals(Answers.sha256(row.get("sha256"))));
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : -1;
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
