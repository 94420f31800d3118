package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestStack.class)
class DemoIT {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void followsDrawnFramesAndOwnPicturesWithABrokenOneToTheirRows(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("broken.jpg"), "not a picture at all");
        Files.write(
                own.resolve("parcel.jpg"),
                new ParcelFrames(1, List.of("any"), 5).frame(0).bytes());
        try (var runtime = LocalRuntime.run(stack.isolate("demo"))) {
            var target = DemoTarget.of(runtime.getEnvironment());
            // When
            var drawn = new Demo(properties(8, null), folder.resolve("drawn"), out).run(target);
            var pictures = new Demo(properties(null, own), folder.resolve("shown"), out).run(target);
            // Then
            assertThat(drawn.lines())
                    .contains("8 received, 8 inferred, 0 dead-lettered, 0 gaps")
                    .anyMatch(line -> line.contains("precision 1.000, recall 1.000 at IoU 0.5"));
            assertThat(drawn.status()).isZero();
            assertThat(folder.resolve("drawn")).isDirectoryContaining("glob:**/*-annotated.jpg");
            assertThat(pictures.lines()).contains("2 received, 1 inferred, 1 dead-lettered, 0 gaps");
            assertThat(pictures.status()).isZero();
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("demo: sent 8 of 8, settled 8 (100 %)");
        }
    }

    private static DemoProperties properties(@Nullable Integer frames, @Nullable Path folder) {
        return new DemoProperties(frames, folder, true, 1, List.of("camera-1", "camera-2"));
    }
}
