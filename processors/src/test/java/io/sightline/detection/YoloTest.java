package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class YoloTest {
    /** A picture of 100 x 50 in an input of 64 x 64: 64 x 32 pixels from row 16 on. */
    private static final Placement PLACEMENT = new Placement(100, 50, 64, 64, 0, 16, 64, 32, 0.64, 0.64);

    private final Yolo family = new Yolo();
    private final DetectorSpec spec = new DetectorSpec(
            "yolo", family.defaults().input(), family.defaults().thresholds(), List.of("crate", "pallet"));

    @Test
    void readsCentreAndSizeAndTheBestClass() {
        // Given two boxes, of which the second is sure of nothing
        var output = floats(32, 8, 32, 32, 16, 8, 16, 8, 0.4f, 0.25f, 0.5f, 0.2f);
        // When
        var found = family.detections(List.of(output), PLACEMENT, spec);
        // Then x 24..40 of 64, y (24 - 16)..(40 - 16) of 32
        assertThat(found)
                .containsExactly(new Detection(0, 1, "pallet", 0.5f, new Box(0.375f, 0.25f, 0.25f, 0.5f), List.of()));
    }

    @Test
    void readsHalfPrecisionAlike() {
        // Given
        var wide = floats(32, 32, 32, 32, 16, 16, 16, 16, 0.5f, 0.5f, 0.25f, 0.75f);
        var half = new OutputTensor(
                "output0",
                TensorType.FP16,
                List.of(1L, 6L, 2L),
                shorts(0x5000, 0x5000, 0x5000, 0x5000, 0x4c00, 0x4c00, 0x4c00, 0x4c00, 0x3800, 0x3800, 0x3400, 0x3a00));
        // When, then
        assertThat(family.detections(List.of(half), PLACEMENT, spec))
                .hasSize(2)
                .isEqualTo(family.detections(List.of(wide), PLACEMENT, spec));
    }

    @Test
    void leavesOutWhatLiesInThePadding() {
        // Given a box that ends in row 16, where the picture begins, and one that ends in row 18
        var output = floats(32, 32, 12, 14, 16, 16, 8, 8, 0.6f, 0.5f, 0, 0);
        // When
        var found = family.detections(List.of(output), PLACEMENT, spec);
        // Then
        assertThat(found).extracting(Detection::score).containsExactly(0.5f);
        assertThat(found).extracting(Detection::ordinal).containsExactly(0);
    }

    @Test
    void saysOfATransposedOutputThatItIsOne() {
        // Given
        var output = FloatOutput.of("output0", new long[] {1, 3, 6}, new double[18]);
        // When, then
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> family.detections(List.of(output), PLACEMENT, spec))
                .withMessageContaining("output0[1, 3, 6] has a row for each box, where yolo has a column: [1,6,n]");
    }

    private static OutputTensor floats(float... values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new OutputTensor("output0", TensorType.FP32, List.of(1L, 6L, 2L), bytes);
    }

    private static ByteBuffer shorts(int... values) {
        var bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            bytes.putShort(2 * i, (short) values[i]);
        }
        return bytes;
    }
}
