package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrfdTest {
    private static final Placement PLACEMENT = Placement.stretched(32, 32, 32, 32);

    private final Scrfd family = new Scrfd();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void measuresFromTheCornerOfTheCellWithOrWithoutABatch(boolean batch) {
        // Given a face in the second row and third column of the finest stride, by the second of two boxes
        var scores = new double[32];
        scores[2 * (4 + 2) + 1] = 0.9;
        // When
        var found = family.detections(lists(scores, batch), PLACEMENT, family.defaults());
        // Then
        assertThat(found).hasSize(1);
        assertThat(found.get(0).box()).isEqualTo(new Box(8 / 32f, 0, 16 / 32f, 16 / 32f));
    }

    @Test
    void knowsHowManyBoxesAnInputOfOpenSizeGives() {
        // Given
        var outputs = new ArrayList<TensorSignature>();
        for (var width : List.of(1L, 4L, 10L)) {
            for (int level = 0; level < 3; level++) {
                outputs.add(new TensorSignature("o" + outputs.size(), TensorType.FP32, List.of(-1L, width)));
            }
        }
        var input = new TensorSignature("input.1", TensorType.FP32, List.of(1L, 3L, -1L, -1L));
        // When
        var shapes =
                family.outputShapes(new ModelSignature(List.of(input), outputs), Placement.stretched(1, 1, 640, 640));
        // Then
        assertThat(shapes).startsWith(List.of(12800L, 1L), List.of(3200L, 1L), List.of(800L, 1L), List.of(12800L, 4L));
    }

    private static List<OutputTensor> lists(double[] finest, boolean batch) {
        var outputs = new ArrayList<OutputTensor>();
        for (var width : List.of(1, 4)) {
            for (var rows : List.of(32, 8, 2)) {
                var values = width == 4 ? FloatOutput.filled(4 * rows, 1) : rows == 32 ? finest : new double[rows];
                var shape = batch ? new long[] {1, rows, width} : new long[] {rows, width};
                outputs.add(FloatOutput.of("o" + outputs.size(), shape, values));
            }
        }
        return outputs;
    }
}
