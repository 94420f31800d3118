package io.sightline.detection;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One input or output of a model.
 *
 * @param type element type as ONNX names it, such as {@code float}
 * @param shape lengths of the dimensions; -1 where the model leaves one open
 */
public record TensorSignature(String name, String type, List<Long> shape) {
    public TensorSignature {
        shape = List.copyOf(shape);
    }

    /** Length of one dimension, -1 when it is open or the tensor has fewer dimensions. */
    public long dimension(int index) {
        return index < shape.size() ? shape.get(index) : -1;
    }

    @Override
    public String toString() {
        return name + " " + type
                + shape.stream()
                        .map(length -> length < 0 ? "?" : Long.toString(length))
                        .collect(Collectors.joining(",", "[", "]"));
    }
}
