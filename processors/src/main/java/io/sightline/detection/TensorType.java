package io.sightline.detection;

import java.util.Arrays;
import java.util.Optional;

/** Element type of a tensor, by the names of the Open Inference Protocol. */
public enum TensorType {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** Text or encoded bytes of any length. */
    BYTES(0);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Length of one element in bytes; 0 for {@link #BYTES}, whose elements differ in length. */
    public int bytes() {
        return bytes;
    }

    /** The type of this name; empty when the protocol has none. */
    public static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
