package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that led to what was found on one frame, put together from the rows about it. */
public final class ProvenanceAnswer {
    private static final JsonMapper JSON = new JsonMapper();

    private ProvenanceAnswer() {}

    /**
     * What is known.
     *
     * @param frame row of the frame
     * @param inferences its inferences with the files of their models, serving first
     * @param detections detections of these inferences by ordinal
     */
    public static Map<String, Object> of(
            String frameId,
            Map<String, Object> frame,
            List<Map<String, Object>> inferences,
            List<Map<String, Object>> detections) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("frameId", frameId);
        FrameAnswer.describe(answer, frame);
        answer.put(
                "inferences",
                inferences.stream().map(row -> inference(row, detections)).toList());
        return answer;
    }

    private static Map<String, Object> inference(Map<String, Object> row, List<Map<String, Object>> detections) {
        var inference = FrameAnswer.inference(row, detections);
        Answers.put(inference, "parameters", withDetector(Answers.json(row.get("parameters"))));
        if (row.get("artifact_files") != null) {
            var artifact = new LinkedHashMap<String, Object>();
            Answers.put(artifact, "files", Answers.json(row.get("artifact_files")));
            Answers.put(artifact, "signature", Answers.json(row.get("artifact_signature")));
            Answers.put(artifact, "recordedAt", Answers.time(row.get("artifact_recorded_at")));
            inference.put("artifact", artifact);
        }
        return inference;
    }

    /** The record holds the detector spec as a text, which is JSON where Sightline has written it. */
    private static @Nullable JsonNode withDetector(@Nullable JsonNode parameters) {
        if (parameters instanceof ObjectNode known && known.path("detector").isTextual()) {
            known.set("detector", spec(known.path("detector")));
        }
        return parameters;
    }

    private static JsonNode spec(JsonNode text) {
        try {
            var spec = JSON.readTree(text.textValue());
            return spec.isObject() ? spec : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
