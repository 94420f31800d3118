package io.sightline.detection;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One input or output of a model.
 *
 * @param type element type
 * @param shape lengths of the dimensions; -1 where the model leaves one open
 */
public record TensorSignature(String name, TensorType type, List<Long> shape) {
    public TensorSignature {
        shape = List.copyOf(shape);
    }

    /** Whether a tensor of this shape fits; dimensions that the model leaves open fit any length. */
    public boolean accepts(List<Long> lengths) {
        return lengths.size() == shape.size()
                && IntStream.range(0, shape.size())
                        .allMatch(i -> shape.get(i) < 0 || shape.get(i).equals(lengths.get(i)));
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
