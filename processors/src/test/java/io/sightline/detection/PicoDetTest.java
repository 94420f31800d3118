package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicoDetTest {
    private static final Placement PLACEMENT = Placement.stretched(128, 64, 64, 64);

    private final PicoDet family = new PicoDet();

    @Test
    void readsRowsInPixelsOfThePictureAndSkipsThoseOfNoClass() {
        // Given
        var rows = FloatOutput.of("rows", new long[] {2, 6}, 2, 0.9, 32, 16, 64, 48, -1, 0.8, 0, 0, 9, 9);
        // When
        var found = family.detections(List.of(rows), PLACEMENT, family.defaults());
        // Then
        assertThat(found).hasSize(1);
        assertThat(found.get(0).classId()).isEqualTo(2);
        assertThat(found.get(0).box()).isEqualTo(new Box(0.25f, 0.25f, 0.25f, 0.5f));
    }

    @Test
    void givesRawHeadsClassByClassAndSuppressesWithinAClassOnly() {
        // Given two classes at cell 27 (middle 28, 28) and the first of them beside it, all distances one stride
        var scores = new double[128];
        scores[2 * 27] = 0.6;
        scores[2 * 27 + 1] = 0.9;
        scores[2 * 28] = 0.55;
        scores[2 * 63] = 0.8;
        // When
        var found = family.detections(heads(scores), PLACEMENT, family.defaults());
        // Then
        assertThat(found).extracting(Detection::classId).containsExactly(0, 0, 0, 1);
        assertThat(found).extracting(Detection::score).containsExactly(0.8f, 0.6f, 0.55f, 0.9f);
        assertThat(found.get(1).box()).isEqualTo(new Box(20 / 64f, 20 / 64f, 16 / 64f, 16 / 64f));
    }

    @Test
    void tellsTheModelHowThePictureWasStretched() {
        // Given
        var signature = new ModelSignature(
                List.of(
                        new TensorSignature("image", TensorType.FP32, List.of(1L, 3L, 64L, 64L)),
                        new TensorSignature("scale_factor", TensorType.FP32, List.of(1L, 2L))),
                List.of(new TensorSignature("rows", TensorType.FP32, List.of(-1L, 6L))));
        // When, then
        assertThat(family.otherInputs(signature, PLACEMENT))
                .containsExactly(new NumberInput("scale_factor", List.of(1L, 2L), List.of(1.0, 0.5)));
    }

    /** Three bins a side: as much for two strides as for none, that is one. */
    private static List<OutputTensor> heads(double[] finest) {
        var outputs = new ArrayList<OutputTensor>();
        for (var width : List.of(2, 12)) {
            for (var cells : List.of(64, 16, 4, 1)) {
                var values =
                        width == 12 ? FloatOutput.filled(12 * cells, 0) : cells == 64 ? finest : new double[2 * cells];
                outputs.add(FloatOutput.of("o" + outputs.size(), new long[] {1, cells, width}, values));
            }
        }
        return outputs;
    }
}
