package io.sightline.detection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Outputs of models that a test makes up. */
final class FloatOutput {
    private FloatOutput() {}

    static OutputTensor of(String name, long[] shape, double... values) {
        var bytes = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            bytes.putFloat((float) value);
        }
        return new OutputTensor(
                name, TensorType.FP32, Arrays.stream(shape).boxed().toList(), bytes.flip());
    }

    /** One number again and again. */
    static double[] filled(int length, double value) {
        var values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
