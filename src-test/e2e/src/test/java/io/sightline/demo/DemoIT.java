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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestStack.class)
class DemoIT {
    private static final Pattern GONE_LIVE = Pattern.compile(
            "a version goes live +version 1 \\(PP-OCRv3\\) did (\\d+) frames, version 2 \\(PP-OCRv4\\) did (\\d+), none failed");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void followsDrawnFramesWhileAVersionGoesLiveAndOwnPicturesWithABrokenOne(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("broken.jpg"), "not a picture at all");
        Files.write(
                own.resolve("parcel.jpg"),
                new ParcelFrames(1, List.of("any"), 5).frame(0).bytes());
        var launch = new Launches(stack, folder.resolve("models")).prepare();
        var settings = stack.isolate("demo");
        settings.putAll(Launches.settings(launch));
        try (var runtime = LocalRuntime.run(settings)) {
            var target = DemoTarget.of(runtime.getEnvironment());
            // When
            var drawn = new Demo(properties(32, null), folder.resolve("drawn"), out).run(target, launch);
            var pictures = new Demo(properties(null, own), folder.resolve("shown"), out).run(target, null);
            // Then
            assertThat(drawn.lines())
                    .contains("32 received, 32 inferred, 0 dead-lettered, 0 gaps")
                    .anyMatch(line -> line.contains("precision 1.000, recall 1.000 at IoU 0.5"));
            assertThat(drawn.lines().stream().map(GONE_LIVE::matcher).filter(Matcher::matches))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(Integer.parseInt(line.group(1))).isPositive();
                        assertThat(Integer.parseInt(line.group(2))).isPositive();
                        assertThat(Integer.parseInt(line.group(1)) + Integer.parseInt(line.group(2)))
                                .isEqualTo(32);
                    });
            assertThat(drawn.lines())
                    .anyMatch(line ->
                            line.matches("cost of the swap +[0-9.]+ s from the drop-in to the first answer .*"));
            assertThat(drawn.status()).isZero();
            assertThat(folder.resolve("drawn")).isDirectoryContaining("glob:**/*-annotated.jpg");
            assertThat(pictures.lines()).contains("2 received, 1 inferred, 1 dead-lettered, 0 gaps");
            assertThat(pictures.status()).isZero();
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("demo: sent 32 of 32, settled 32 (100 %)");
        }
    }

    private static DemoProperties properties(@Nullable Integer frames, @Nullable Path folder) {
        return new DemoProperties(frames, folder, true, true, 1, List.of("camera-1", "camera-2"));
    }
}
