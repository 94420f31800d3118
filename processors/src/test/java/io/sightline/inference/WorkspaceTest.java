package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detection.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final List<Long> USUAL = List.of(1L, 3L, 960L, 960L);
    private static final List<Long> HUGE = List.of(1L, 3L, 4000L, 4000L);

    @Test
    void keepsWhatAPictureUsuallyNeedsAndGivesBackTheRest() {
        try (var workspace = new Workspace()) {
            // Given
            workspace.input(0, TensorType.FP32, USUAL);
            var usual = workspace.bytes();
            workspace.trim();
            assertThat(workspace.bytes()).isEqualTo(usual);
            // When
            workspace.input(0, TensorType.FP32, HUGE);
            workspace.output(0, TensorType.FP32, HUGE);
            workspace.trim();
            // Then
            assertThat(workspace.bytes()).isZero();
            assertThat(workspace.input(0, TensorType.FP32, USUAL).limit()).isEqualTo(usual);
        }
    }
}
