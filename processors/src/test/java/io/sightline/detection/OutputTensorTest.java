package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTensorTest {
    @ParameterizedTest
    @CsvSource({
        "BOOL, 1, 1",
        "UINT8, -1, 255",
        "INT8, -1, -1",
        "UINT16, -1, 65535",
        "INT16, -1, -1",
        "UINT32, -1, 4294967295",
        "INT32, -1, -1",
        "INT64, -1, -1"
    })
    void readsWholeNumbersOfEveryType(TensorType type, long bits, double number) {
        // Given
        var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(type.bytes(), bits);
        // When, then
        assertThat(new OutputTensor("o", type, List.of(2L), bytes).number(1)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0",
        "0x3c00, 1",
        "0xc000, -2",
        "0x7bff, 65504",
        "0x0001, 5.9604644775390625E-8",
        "0x8001, -5.9604644775390625E-8",
        "0x3555, 0.333251953125",
        "0x7c00, Infinity",
        "0xfc00, -Infinity"
    })
    void readsHalfFloats(String bits, double number) {
        var bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) (int) Integer.decode(bits));
        assertThat(new OutputTensor("o", TensorType.FP16, List.of(1L), bytes).number(0))
                .isEqualTo(number);
    }

    @Test
    void readsFloatsOfEveryWidth() {
        var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putDouble(8, 0.1).putFloat(4, 0.2f);
        assertThat(new OutputTensor("o", TensorType.FP64, List.of(2L), bytes).number(1))
                .isEqualTo(0.1);
        assertThat(new OutputTensor("o", TensorType.FP32, List.of(2L), bytes).number(1))
                .isEqualTo(0.2f);
        bytes.putShort(2, (short) 0x3f80);
        assertThat(new OutputTensor("o", TensorType.BF16, List.of(2L), bytes).number(1))
                .isEqualTo(1);
    }

    @Test
    void saysWhatItIsNot() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        new OutputTensor("labels", TensorType.INT64, List.of(1L), ByteBuffer.allocate(8)).floats())
                .withMessage("output labels is INT64, its family needs FP32");
    }
}
