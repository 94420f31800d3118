package io.sightline.protocol;

import io.sightline.detection.TensorSignature;
import io.sightline.inference.ModelDescription;
import java.util.List;

/**
 * What the protocol says of a model.
 *
 * @param versions versions that can be asked for
 * @param platform what runs it
 */
public record ModelMetadata(
        String name, List<String> versions, String platform, List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * One input or output of a model.
     *
     * @param shape lengths of the dimensions; -1 where the model leaves one open
     */
    public record Tensor(String name, String datatype, List<Long> shape) {
        static Tensor of(TensorSignature signature) {
            return new Tensor(signature.name(), signature.type().name(), signature.shape());
        }
    }

    /** The metadata of a model that is loaded. */
    public static ModelMetadata of(ModelDescription model) {
        return new ModelMetadata(
                model.version().name(),
                List.of(model.version().version()),
                "onnxruntime_onnx",
                model.signature().inputs().stream().map(Tensor::of).toList(),
                model.signature().outputs().stream().map(Tensor::of).toList());
    }
}
