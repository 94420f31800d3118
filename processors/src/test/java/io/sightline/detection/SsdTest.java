package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SsdTest {
    private static final Placement PLACEMENT = Placement.stretched(200, 100, 400, 400);

    private final Ssd family = new Ssd();

    @Test
    void readsPixelsOfTheInputFromTorchvisionAndLeavesTheBackgroundOut() {
        // Given
        var outputs = List.of(
                FloatOutput.of("boxes", new long[] {3, 4}, 40, 40, 80, 120, 0, 0, 400, 400, 100, 100, 200, 200),
                FloatOutput.of("labels", new long[] {3}, 1, 0, 3),
                FloatOutput.of("scores", new long[] {3}, 0.9, 0.8, 0.7));
        // When
        var found = family.detections(outputs, PLACEMENT, family.defaults());
        // Then
        assertThat(found).extracting(Detection::classId).containsExactly(0, 2);
        assertThat(found.get(0).box()).isEqualTo(new Box(0.1f, 0.1f, 0.1f, 0.2f));
    }

    @Test
    void readsSharesFromTensorflowAndOnlyAsManyAsThereAre() {
        // Given
        var outputs = List.of(
                FloatOutput.of("num_detections:0", new long[] {1}, 1),
                FloatOutput.of("detection_boxes:0", new long[] {1, 2, 4}, 0.25, 0.5, 0.75, 1, 0, 0, 1, 1),
                FloatOutput.of("detection_scores:0", new long[] {1, 2}, 0.9, 0.8),
                FloatOutput.of("detection_classes:0", new long[] {1, 2}, 17, 1));
        // When
        var found = family.detections(outputs, PLACEMENT, family.defaults());
        // Then
        assertThat(found).hasSize(1);
        assertThat(found.get(0).classId()).isEqualTo(16);
        assertThat(found.get(0).box()).isEqualTo(new Box(0.5f, 0.25f, 0.5f, 0.5f));
    }
}
