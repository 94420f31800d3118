package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sightline.picture.DrawnPicture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels and tensors are in native memory that is reused; what a picture costs in the heap is its detections. */
class AllocationTest {
    private static final long MOST = 32 * 1024;
    private static final int WARM_UP = 10;

    /** Half floats are widened to read them, once, and looked at without a byte of the heap. */
    @Test
    void allocatesForHalfFloatsOnlyTheirWidenedCopy(@TempDir Path folder) {
        // Given
        var side = 320;
        var model = new ModelFolder(folder.resolve("half")).with("1/model.onnx", TinyModel.halfMap("Sigmoid", side));
        try (var drawn = new DrawnPicture(side, side, 20);
                var engine = model.engine()) {
            // When
            var allocated = allocated(engine, drawn.encode(".png"));
            // Then
            assertThat(allocated).isBetween(4L * side * side, 4L * side * side + MOST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upright-640x480.jpg", "large-1920x1080.jpg", "portrait-480x800.png", "wide-1500x220.webp"})
    void allocatesLittleInTheHeapForEachPicture(String name, @TempDir Path folder) throws IOException {
        // Given
        var picture = Files.readAllBytes(Path.of("src/test/resources/pictures", name));
        try (var engine = TextDetectorModel.engine(folder, EngineSettings.standard())) {
            // When
            var allocated = allocated(engine, picture);
            // Then
            assertThat(allocated).isLessThan(MOST);
        }
    }

    private static long allocated(InferenceEngine engine, byte[] picture) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            engine.detect(picture, DetectionOptions.NONE);
        }
        var before = threads.getCurrentThreadAllocatedBytes();
        engine.detect(picture, DetectionOptions.NONE);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
