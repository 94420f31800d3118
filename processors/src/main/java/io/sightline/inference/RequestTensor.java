package io.sightline.inference;

import io.sightline.detection.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One input of a run as a caller gives it.
 *
 * @param shape lengths of the dimensions
 * @param bytes elements in row-major order, little-endian, from its position to its limit
 */
public record RequestTensor(String name, TensorType type, List<Long> shape, ByteBuffer bytes) {
    public RequestTensor {
        shape = List.copyOf(shape);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
    }
}
