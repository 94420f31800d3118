package io.sightline.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import java.util.List;
import java.util.Optional;

/** What models take and give, written down and compared. */
final class SignatureRules {
    private static final JsonMapper JSON = new JsonMapper();

    private SignatureRules() {}

    /**
     * {@code {"inputs": [{"name", "datatype", "shape"}], "outputs": [...]}}; -1 is a length that the model leaves open.
     */
    static String json(ModelSignature signature) {
        var node = JSON.createObjectNode();
        put(node.putArray("inputs"), signature.inputs());
        put(node.putArray("outputs"), signature.outputs());
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * How a candidate differs from what serves, for people; empty when it does not.
     *
     * @param model name of the model
     * @param serving as {@link #json} wrote it; however the database has spaced it
     */
    static Optional<Rejection> change(String model, String serving, ModelSignature candidate) {
        try {
            var before = JSON.readTree(serving);
            var after = JSON.readTree(json(candidate));
            if (before.equals(after)) {
                return Optional.empty();
            }
            return Optional.of(new Rejection(
                    RejectionReason.SIGNATURE_CHANGED,
                    "it takes and gives " + after + " where the version that serves takes and gives " + before
                            + "; whoever asks for tensors may break: set sightline.models." + model
                            + ".allow-signature-change=true to let it serve"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }

    private static void put(ArrayNode list, List<TensorSignature> tensors) {
        for (var tensor : tensors) {
            var node = list.addObject()
                    .put("name", tensor.name())
                    .put("datatype", tensor.type().name());
            var shape = node.putArray("shape");
            tensor.shape().forEach(length -> shape.add(length.longValue()));
        }
    }
}
