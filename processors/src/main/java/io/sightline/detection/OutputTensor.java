package io.sightline.detection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * One output of a run; where the run was a worker's it is valid until the next run of that worker.
 *
 * @param bytes elements in row-major order, little-endian, from position 0 to the limit
 * @param shape lengths of the dimensions
 */
public record OutputTensor(String name, TensorType type, List<Long> shape, ByteBuffer bytes) {
    public OutputTensor {
        shape = List.copyOf(shape);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Length of one dimension. */
    public int dimension(int index) {
        return Math.toIntExact(shape.get(index));
    }

    /** How many elements it has. */
    public int elements() {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /**
     * The elements of an {@link TensorType#FP32} tensor.
     *
     * @throws IllegalArgumentException when it is of another type
     */
    public FloatBuffer floats() {
        if (type != TensorType.FP32) {
            throw new IllegalArgumentException("output " + name + " is " + type + ", its family needs FP32");
        }
        return bytes.asFloatBuffer();
    }

    /**
     * One element of any numeric type.
     *
     * @param index row-major, from 0
     * @throws IllegalArgumentException when it holds no numbers
     */
    public double number(int index) {
        return switch (type) {
            case BOOL, UINT8 -> bytes.get(index) & 0xff;
            case INT8 -> bytes.get(index);
            case UINT16 -> bytes.getShort(2 * index) & 0xffff;
            case INT16 -> bytes.getShort(2 * index);
            case UINT32 -> bytes.getInt(4 * index) & 0xffffffffL;
            case INT32 -> bytes.getInt(4 * index);
            case INT64, UINT64 -> bytes.getLong(8 * index);
            case FP32 -> bytes.getFloat(4 * index);
            case FP64 -> bytes.getDouble(8 * index);
            case FP16 -> HalfFloat.toFloat(bytes.getShort(2 * index));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
            case BYTES -> throw new IllegalArgumentException("output " + name + " is BYTES, not numbers");
        };
    }
}
