package io.sightline.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What the file {@value #NAME} of a version says of its ONNX model.
 *
 * @param data the model's graph; its weights may be in files beside it, which the graph names
 * @param inputs tensors that it takes, as far as whoever logged it has said so
 */
public record MlModel(ArtifactPath data, List<Input> inputs) {
    /** Name of the file. */
    public static final String NAME = "MLmodel";

    /** Longest such file in bytes. */
    public static final int LONGEST = 1 << 20;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    public MlModel {
        inputs = List.copyOf(inputs);
    }

    /**
     * A tensor of the signature.
     *
     * @param name of the tensor; empty where a model has one alone and it was given none
     * @param type of its elements, by NumPy's names, such as float32
     * @param shape lengths of its dimensions; -1 where the model leaves one open
     */
    public record Input(String name, String type, List<Long> shape) {
        public Input {
            shape = List.copyOf(shape);
        }
    }

    /**
     * Reads the content of the file.
     *
     * @throws PermanentFailure MODEL_UNUSABLE when it says nothing of an ONNX model, or not clearly
     */
    public static MlModel parse(byte[] content) {
        if (content.length > LONGEST) {
            throw unusable("has " + content.length + " bytes, and " + LONGEST + " are read at most");
        }
        var tree = yaml(new String(content, StandardCharsets.UTF_8));
        var flavors = tree.path("flavors");
        var onnx = flavors.path("onnx");
        if (!onnx.isObject()) {
            var names = new TreeSet<String>();
            flavors.fieldNames().forEachRemaining(names::add);
            throw unusable("has no flavor onnx, but "
                    + (names.isEmpty() ? "none at all" : Quotation.of(names.toString()))
                    + "; log the model by mlflow.onnx.log_model");
        }
        if (!onnx.path("data").isTextual()) {
            throw unusable("does not say which file is the model: flavors.onnx.data must be its name");
        }
        var data = new ArtifactPath(onnx.path("data").textValue());
        return new MlModel(data, inputs(tree.path("signature").path("inputs")));
    }

    private static JsonNode yaml(String text) {
        try {
            return Optional.ofNullable(YAML.readTree(text)).orElseGet(YAML::createObjectNode);
        } catch (JacksonException e) {
            throw unusable("cannot be read: " + Quotation.of(e.getOriginalMessage()));
        }
    }

    /** Text of JSON inside of YAML. What is no tensor, such as a column of a table, says nothing about one. */
    private static List<Input> inputs(JsonNode text) {
        if (text.isMissingNode() || text.isNull()) {
            return List.of();
        }
        JsonNode list;
        try {
            list = JSON.readTree(text.asText());
        } catch (JacksonException e) {
            throw unusable("has signature.inputs that are no JSON: " + Quotation.of(text.asText()));
        }
        var inputs = new ArrayList<Input>();
        for (var input : list) {
            if ("tensor".equals(input.path("type").asText())) {
                inputs.add(input(input));
            }
        }
        return inputs;
    }

    private static Input input(JsonNode input) {
        var tensor = input.path("tensor-spec");
        var shape = tensor.path("shape");
        var isClear = tensor.path("dtype").isTextual()
                && shape.isArray()
                && StreamSupport.stream(shape.spliterator(), false).allMatch(JsonNode::isIntegralNumber);
        if (!isClear) {
            throw unusable(
                    "has a tensor in signature.inputs without dtype and shape: " + Quotation.of(input.toString()));
        }
        var lengths = new ArrayList<Long>();
        shape.forEach(length -> lengths.add(length.longValue()));
        return new Input(input.path("name").asText(), tensor.path("dtype").textValue(), lengths);
    }

    private static PermanentFailure unusable(String what) {
        return new PermanentFailure(FailureCode.MODEL_UNUSABLE, "the file " + NAME + " of the version " + what);
    }
}
