package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels and tensors are in native memory that is reused; what a picture costs in the heap is its detections. */
class AllocationTest {
    private static final long MOST = 32 * 1024;
    private static final int WARM_UP = 10;

    @ParameterizedTest
    @ValueSource(strings = {"upright-640x480.jpg", "large-1920x1080.jpg", "portrait-480x800.png", "wide-1500x220.webp"})
    void allocatesLittleInTheHeapForEachPicture(String name, @TempDir Path folder) throws IOException {
        // Given
        var picture = Files.readAllBytes(Path.of("src/test/resources/pictures", name));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var engine = TextDetectorModel.engine(folder, EngineSettings.standard())) {
            for (int i = 0; i < WARM_UP; i++) {
                engine.detect(picture, DetectionOptions.NONE);
            }
            var before = threads.getCurrentThreadAllocatedBytes();
            // When
            engine.detect(picture, DetectionOptions.NONE);
            // Then
            var allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).isLessThan(MOST);
        }
    }
}
