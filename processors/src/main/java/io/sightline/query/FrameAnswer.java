package io.sightline.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The answer about one frame, put together from the rows about it. */
public final class FrameAnswer {
    private FrameAnswer() {}

    /**
     * What is known of the frame.
     *
     * @param frame its row, or empty when only a dead letter tells of it
     * @param letters its open dead letters, latest first
     * @param inferences its inferences, serving first
     * @param detections detections of these inferences by ordinal
     */
    public static Map<String, Object> of(
            String frameId,
            List<Map<String, Object>> frame,
            List<Map<String, Object>> letters,
            List<Map<String, Object>> inferences,
            List<Map<String, Object>> detections) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("frameId", frameId);
        answer.put("state", state(letters, inferences));
        if (frame.isEmpty()) {
            Answers.put(answer, "sourceId", letters.get(0).get("source_id"));
        } else {
            describe(answer, frame.get(0));
        }
        if (!letters.isEmpty()) {
            answer.put("deadLetter", deadLetter(letters.get(0)));
        }
        answer.put(
                "inferences",
                inferences.stream().map(row -> inference(row, detections)).toList());
        return answer;
    }

    /** What a list tells of a frame, from its row. */
    static Map<String, Object> listed(Map<String, Object> row) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("frameId", String.valueOf(row.get("frame_id")));
        answer.put(
                "state",
                Boolean.TRUE.equals(row.get("is_inferred"))
                        ? "inferred"
                        : Boolean.TRUE.equals(row.get("is_dead_lettered")) ? "dead-lettered" : "received");
        describe(answer, row);
        return answer;
    }

    private static String state(List<Map<String, Object>> letters, List<Map<String, Object>> inferences) {
        if (inferences.stream().anyMatch(row -> "SERVING".equals(row.get("purpose")))) {
            return "inferred";
        }
        return letters.isEmpty() ? "received" : "dead-lettered";
    }

    /** Source, times, picture and records of a frame, from its row. */
    static void describe(Map<String, Object> answer, Map<String, Object> row) {
        Answers.put(answer, "sourceId", row.get("source_id"));
        Answers.put(answer, "capturedAt", Answers.time(row.get("captured_at")));
        Answers.put(answer, "receivedAt", Answers.time(row.get("received_at")));
        var image = new LinkedHashMap<String, Object>();
        Answers.put(image, "sha256", Answers.sha256(row.get("image_sha256")));
        Answers.put(image, "size", row.get("size"));
        Answers.put(image, "mediaType", row.get("media_type"));
        Answers.put(image, "width", row.get("width"));
        Answers.put(image, "height", row.get("height"));
        Answers.put(image, "bucket", row.get("bucket"));
        Answers.put(image, "key", row.get("object_key"));
        answer.put("image", image);
        var lineage = new LinkedHashMap<String, Object>();
        Answers.put(lineage, "origin", Answers.place(row, "origin"));
        Answers.put(lineage, "claim", Answers.place(row, "claim"));
        Answers.put(lineage, "traceId", row.get("trace_id"));
        answer.put("lineage", lineage);
        Answers.put(answer, "attributes", Answers.json(row.get("attributes")));
    }

    private static Map<String, Object> deadLetter(Map<String, Object> row) {
        var letter = new LinkedHashMap<String, Object>();
        Answers.put(letter, "eventId", row.get("event_id"));
        Answers.put(letter, "reason", row.get("reason"));
        Answers.put(letter, "stage", row.get("stage"));
        Answers.put(letter, "message", row.get("message"));
        Answers.put(letter, "attempts", row.get("attempts"));
        Answers.put(letter, "lastFailedAt", Answers.time(row.get("last_failed_at")));
        return letter;
    }

    /** An inference with its own of these detections. */
    static Map<String, Object> inference(Map<String, Object> row, List<Map<String, Object>> detections) {
        var inference = new LinkedHashMap<String, Object>();
        inference.put("model", Answers.model(row));
        Answers.put(inference, "purpose", row.get("purpose"));
        Answers.put(inference, "completedAt", Answers.time(row.get("completed_at")));
        Answers.put(inference, "contractVersion", row.get("contract_version"));
        Answers.put(inference, "runtimeVersion", row.get("runtime_version"));
        Answers.put(inference, "traceId", row.get("trace_id"));
        Answers.put(inference, "parameters", Answers.json(row.get("parameters")));
        var timings = new LinkedHashMap<String, Object>();
        Answers.put(timings, "fetchMicros", row.get("fetch_micros"));
        Answers.put(timings, "decodeMicros", row.get("decode_micros"));
        Answers.put(timings, "inferMicros", row.get("infer_micros"));
        Answers.put(timings, "postMicros", row.get("post_micros"));
        inference.put("timings", timings);
        var own = new ArrayList<Map<String, Object>>();
        for (var detection : detections) {
            if (Objects.equals(detection.get("model_version_id"), row.get("model_version_id"))
                    && Objects.equals(detection.get("purpose"), row.get("purpose"))) {
                own.add(Answers.detection(detection));
            }
        }
        inference.put("detections", own);
        return inference;
    }
}
