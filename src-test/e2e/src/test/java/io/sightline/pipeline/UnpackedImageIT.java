package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.demo.ParcelScene;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.image.UnpackedImage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The image without a container engine: user 10001, a read-only root, /tmp and the cache alone are written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(TestStack.class)
class UnpackedImageIT {
    private static final Path CASES = Path.of("..", "..", "routes", "src", "test", "resources", "cases", "passing");

    private UnpackedImage image;

    @BeforeAll
    void unpack() throws Exception {
        image = UnpackedImage.in(Path.of("target", "image"));
    }

    @Test
    void passesAFrameThroughToItsDetections(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("image");
        var models = Path.of(String.valueOf(settings.get("sightline.models.text-detector.path")));
        settings.put("sightline.models.text-detector.path", "/mnt/" + models.getFileName());
        settings.remove("sightline.artifacts.cache");
        var database = new Database(settings);
        var command = image.command(models.resolveSibling("."));
        try (var runtime = RuntimeProcess.startBy(command, "image", settings);
                var topics = new TopicWriter(settings)) {
            runtime.awaitReady();
            // When
            topics.frame("camera-1", new ParcelScene(1).draw(1, 0).jpeg());
            await().atMost(Duration.ofMinutes(2)).until(() -> database.count("detection") > 0);
            // Then
            assertThat(database.count("inference")).isEqualTo(1);
            assertThat(runtime.output()).doesNotContain("Read-only file system", "Permission denied");
            assertThat(image.cache()).isDirectoryContaining(path -> path.endsWith("libraries"));
        }
    }

    @Test
    void takesCommandsAsArgumentsAndNeedsNoCacheToCompileJavaRoutes() throws Exception {
        assertThat(image.output(CASES, "test", "/mnt/Sorting.java"))
                .endsWith("\n1 file, 2 cases: 2 passed, 0 failed\n");
    }
}
