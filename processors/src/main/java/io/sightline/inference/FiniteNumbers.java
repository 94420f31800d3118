package io.sightline.inference;

import io.sightline.detection.OutputTensor;
import java.nio.ByteBuffer;

/** Looks for NaN and infinity. */
final class FiniteNumbers {
    private static final int EXPONENT = 0x7f800000;

    private FiniteNumbers() {}

    /** Whether a tensor holds neither; tensors of whole numbers never do. */
    static boolean allIn(OutputTensor tensor) {
        return switch (tensor.type()) {
            case FP32 -> allFloats(tensor.bytes());
            case FP16, BF16, FP64 -> allOf(tensor);
            default -> true;
        };
    }

    /** Adding one to a full exponent, and to no other, runs over into the sign: no branch for each number. */
    private static boolean allFloats(ByteBuffer bytes) {
        var numbers = bytes.asIntBuffer();
        var overrun = 0;
        for (int i = 0; i < numbers.limit(); i++) {
            overrun |= (numbers.get(i) & EXPONENT) + 0x00800000;
        }
        return overrun >= 0;
    }

    private static boolean allOf(OutputTensor tensor) {
        var count = tensor.elements();
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(tensor.number(i))) {
                return false;
            }
        }
        return true;
    }
}
