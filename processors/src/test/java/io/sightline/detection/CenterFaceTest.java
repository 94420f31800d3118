package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CenterFaceTest {
    private static final Placement PLACEMENT = Placement.stretched(32, 32, 32, 32);

    private final CenterFace family = new CenterFace();

    @Test
    void givesFacesRowByRowAndOfThoseThatOverlapTheBest() {
        // Given
        var heat = new double[64];
        heat[9] = 0.6;
        heat[10] = 0.7;
        heat[54] = 0.9;
        // When
        var found = family.detections(maps(heat, Math.log(2)), PLACEMENT, family.defaults());
        // Then
        assertThat(found).extracting(Detection::score).containsExactly(0.7f, 0.9f);
        assertThat(found.get(0).box()).isEqualTo(new Box(6 / 32f, 2 / 32f, 8 / 32f, 8 / 32f));
        assertThat(found.get(0).ordinal()).isZero();
    }

    @Test
    void letsABoxThatStartsOutsideKeepItsWidth() {
        // Given
        var heat = new double[64];
        heat[0] = 0.8;
        // When
        var found = family.detections(maps(heat, Math.log(4)), PLACEMENT, family.defaults());
        // Then
        assertThat(found.get(0).box()).isEqualTo(new Box(0, 0, 0.5f, 0.5f));
    }

    private static List<OutputTensor> maps(double[] heat, double logarithm) {
        return List.of(
                FloatOutput.of("537", new long[] {1, 1, 8, 8}, heat),
                FloatOutput.of("538", new long[] {1, 2, 8, 8}, FloatOutput.filled(128, logarithm)),
                FloatOutput.of("539", new long[] {1, 2, 8, 8}, FloatOutput.filled(128, 0)),
                FloatOutput.of("540", new long[] {1, 10, 8, 8}, FloatOutput.filled(640, 0)));
    }
}
