package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * One output of a run; valid until the next run of the same worker.
 *
 * @param values direct buffer in native order, from position 0, row-major
 * @param shape lengths of the dimensions
 */
public record OutputTensor(FloatBuffer values, List<Long> shape) {
    public OutputTensor {
        shape = List.copyOf(shape);
    }

    /** Length of one dimension. */
    public int dimension(int index) {
        return Math.toIntExact(shape.get(index));
    }
}
