package io.sightline.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What Ultralytics' exporter, and that of YOLOv5 before it, write into a model beside the graph: names of the classes,
 * task, size of the input, whether suppression is inside; the values are Python literals.
 */
final class UltralyticsMetadata {
    private static final String NAMES = "names";
    private static final String TASK = "task";
    private static final String END_TO_END = "end2end";

    private final Map<String, String> metadata;

    private UltralyticsMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    /**
     * The detector spec that the metadata amounts to, without a family when none has the shape of the output; empty
     * when another exporter wrote it, or for another task, or when it names no classes.
     *
     * @throws IllegalArgumentException when a value is no Python literal, or not of its kind
     */
    static Optional<ObjectNode> spec(Map<String, String> metadata, ModelSignature signature) {
        var isDetector = isOfUltralytics(metadata) && otherTask(metadata).isEmpty();
        return isDetector ? new UltralyticsMetadata(metadata).spec(signature) : Optional.empty();
    }

    /**
     * What its exporter made the model for, when that is not detection: such as pose, whose outputs look like boxes.
     */
    static Optional<String> otherTask(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.get(TASK))
                .filter(task -> isOfUltralytics(metadata) && !task.equals("detect"));
    }

    private static boolean isOfUltralytics(Map<String, String> metadata) {
        return metadata.containsKey(NAMES) && metadata.containsKey("stride");
    }

    private Optional<ObjectNode> spec(ModelSignature signature) {
        var names = literal(NAMES);
        if (names.isEmpty() || signature.outputs().size() != 1) {
            return Optional.empty();
        }
        var spec = JsonNodeFactory.instance.objectNode();
        family(signature.outputs().get(0), names.size()).ifPresent(family -> spec.put("family", family));
        var input = spec.putObject("input");
        if (signature.picture().dimension(2) <= 0 || signature.picture().dimension(3) <= 0) {
            useSize(input);
        }
        var labels = spec.putArray("labels");
        for (int i = 0; i < names.size(); i++) {
            labels.add(label(names, i));
        }
        return Optional.of(spec);
    }

    private Optional<String> family(TensorSignature output, int classes) {
        if (isEndToEnd(output)) {
            return Optional.of(YoloEndToEnd.NAME);
        }
        if (output.dimension(1) == 4 + classes) {
            return Optional.of(Yolo.NAME);
        }
        return output.dimension(2) == 5 + classes ? Optional.of(Yolov5.NAME) : Optional.empty();
    }

    /** Exporters of before the key {@code end2end} are known by the six numbers of a row; YOLOv5 wrote no task. */
    private boolean isEndToEnd(TensorSignature output) {
        if (output.dimension(2) != 6 || !metadata.containsKey(TASK)) {
            return false;
        }
        return !metadata.containsKey(END_TO_END)
                || literal(END_TO_END).asBoolean()
                || literal("args").path("nms").asBoolean();
    }

    /** Height before width; one number is both. Counts where the model itself leaves the size open. */
    private void useSize(ObjectNode input) {
        var size = literal("imgsz");
        var height = size.isArray() ? size.path(0) : size;
        var width = size.isArray() ? size.path(1) : size;
        if (height.isIntegralNumber() && width.isIntegralNumber()) {
            input.put("width", width.intValue()).put("height", height.intValue());
        }
    }

    private static String label(JsonNode names, int index) {
        var name = names.isArray() ? names.get(index) : names.path(Integer.toString(index));
        if (!name.isTextual()) {
            throw new IllegalArgumentException(
                    "the model's metadata key " + NAMES + " has no name for class " + index + ", was " + names);
        }
        return name.asText();
    }

    private JsonNode literal(String key) {
        var text = metadata.get(key);
        if (text == null) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return PythonLiteral.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the model's metadata key " + key + ": " + e.getMessage(), e);
        }
    }
}
