package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.demo.ParcelScene;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.image.UnpackedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The image without a container engine: user 10001, a read-only root, /tmp and the cache alone are written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(TestStack.class)
class UnpackedImageIT {
    private static final Path CASES = Path.of("..", "..", "routes", "src", "test", "resources", "cases", "passing");
    private static final String MODELS = "sightline.models.text-detector.path";

    private UnpackedImage image;

    @BeforeAll
    void unpack() throws Exception {
        image = UnpackedImage.in(Path.of("target", "image"));
    }

    @Test
    void passesAFrameThroughToItsDetections(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("image");
        var database = new Database(settings);
        var command = image.command(mounted(settings));
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

    /** SIGTERM reaches Java itself: no shell stands before it. */
    @Test
    void runsAsItsUserInItsFolderAndEndsInGoodOrder(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("image-end");
        settings.put("sightline.stages", "api,sink");
        try (var runtime = RuntimeProcess.startBy(image.command(mounted(settings)), "image-end", settings)) {
            runtime.awaitReady();
            var process = Path.of("/proc", String.valueOf(runtime.pid()));
            // Where anybody but root starts it, it is they themselves.
            var starter = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            var user = starter.equals(0) ? 10001 : starter;
            assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo(user);
            assertThat(process.resolve("cwd").toRealPath())
                    .isEqualTo(image.root().resolve(image.folder().toString().substring(1)));
            // When
            runtime.terminate();
            // Then
            assertThat(runtime.awaitExit()).isEqualTo(128 + 15);
            assertThat(runtime.output()).contains("Graceful shutdown complete").doesNotContain("WARNING: ");
        }
    }

    /** Hardened nodes mount volumes so. */
    @Test
    void saysWhereLibrariesCannotBeLoadedFrom(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("image-noexec");
        settings.put("sightline.stages", "detect");
        var command = new ArrayList<>(List.of("env", "TEMPORARY=noexec"));
        command.addAll(image.command(mounted(settings)));
        // When
        try (var runtime = RuntimeProcess.startBy(command, "image-noexec", settings)) {
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output())
                    .contains("the native libraries cannot be loaded from /tmp", "mounted noexec")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void takesCommandsAsArgumentsAndNeedsNoCacheToCompileJavaRoutes() throws Exception {
        assertThat(image.output(CASES, "test", "/mnt/Sorting.java"))
                .endsWith("\n1 file, 2 cases: 2 passed, 0 failed\n");
    }

    /** Names the models where the image finds what is mounted, and leaves the cache to the image. */
    private static Path mounted(Map<String, String> settings) {
        var models = Path.of(String.valueOf(settings.get(MODELS)));
        settings.put(MODELS, "/mnt/" + models.getFileName());
        settings.remove("sightline.artifacts.cache");
        return models.resolveSibling(".");
    }
}
