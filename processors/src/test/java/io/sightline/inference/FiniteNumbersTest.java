package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteNumbersTest {
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void findsTheOneNumberThatIsNot(float number) {
        var bytes = bytes(400);
        bytes.putFloat(4 * 57, number);
        assertThat(FiniteNumbers.allIn(new OutputTensor("o", TensorType.FP32, List.of(100L), bytes)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, 1f})
    void acceptsEveryOther(float number) {
        var bytes = bytes(8);
        bytes.putFloat(4, number);
        assertThat(FiniteNumbers.allIn(new OutputTensor("o", TensorType.FP32, List.of(2L), bytes)))
                .isTrue();
    }

    @Test
    void looksAtHalfAndDoubleFloatsToo() {
        var half = bytes(4);
        half.putShort(2, (short) 0x7c00);
        var wide = bytes(16);
        wide.putDouble(8, Double.NaN);
        assertThat(FiniteNumbers.allIn(new OutputTensor("o", TensorType.FP16, List.of(2L), half)))
                .isFalse();
        assertThat(FiniteNumbers.allIn(new OutputTensor("o", TensorType.FP64, List.of(2L), wide)))
                .isFalse();
        assertThat(FiniteNumbers.allIn(new OutputTensor("o", TensorType.INT64, List.of(2L), wide)))
                .isTrue();
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
