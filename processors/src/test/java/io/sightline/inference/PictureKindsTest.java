package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;

import io.sightline.detection.Detection;
import io.sightline.picture.DrawnPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The boxes are where the words are, whatever way the picture is stored. */
class PictureKindsTest {
    private static final float NEAR = 0.01f;

    private static InferenceEngine engine;
    private static List<Detection> expected;
    private static long nativeBytes;

    @BeforeAll
    static void load(@TempDir Path folder) {
        engine = TextDetectorModel.engine(folder, EngineSettings.standard().with(1, Duration.ofSeconds(9)));
        try (var drawn = threeWords()) {
            expected = detections(drawn.encode(".png"));
        }
        nativeBytes = Pointer.totalBytes();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @AfterEach
    void noNativeMemoryIsLeftBehind() {
        assertThat(Pointer.totalBytes() - engine.workspaceBytes()).isLessThanOrEqualTo(nativeBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsThePictureAsExifSays(int orientation) {
        try (var drawn = threeWords()) {
            assertSame(drawn.turned(orientation));
        }
    }

    static Stream<byte[]> kinds() throws IOException {
        try (var drawn = threeWords()) {
            return Stream.of(
                    drawn.converted(CV_16U, -1),
                    drawn.converted(CV_8U, COLOR_BGR2GRAY),
                    drawn.converted(CV_16U, COLOR_BGR2GRAY),
                    drawn.converted(CV_8U, COLOR_BGR2BGRA),
                    drawn.progressive(),
                    drawn.encode(".webp"),
                    Files.readAllBytes(Path.of("src/test/resources/kinds/cmyk.jpg")));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsGreyAndAlphaAndSixteenBitsAndInk(byte[] picture) {
        assertSame(picture);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10000, 10", "10, 10000"})
    void answersPicturesOfExtremeSizes(int width, int height) {
        try (var drawn = new DrawnPicture(width, height, 220)) {
            // When
            var inference = engine.detect(drawn.encode(".png"), DetectionOptions.NONE);
            // Then
            assertThat(inference.width()).isEqualTo(width);
            assertThat(inference.height()).isEqualTo(height);
            assertThat(inference.detections()).isEmpty();
        }
    }

    @Test
    void looksAtThreeWords() {
        assertThat(expected).hasSize(3);
    }

    private static void assertSame(byte[] picture) {
        var found = detections(picture);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            var wanted = expected.get(i).box();
            var box = found.get(i).box();
            assertThat(box.x()).isCloseTo(wanted.x(), within(NEAR));
            assertThat(box.y()).isCloseTo(wanted.y(), within(NEAR));
            assertThat(box.width()).isCloseTo(wanted.width(), within(NEAR));
            assertThat(box.height()).isCloseTo(wanted.height(), within(NEAR));
        }
    }

    private static List<Detection> detections(byte[] picture) {
        return engine.detect(picture, DetectionOptions.NONE).detections().stream()
                .sorted(Comparator.comparing(detection -> detection.box().y()))
                .toList();
    }

    private static DrawnPicture threeWords() {
        return new DrawnPicture(640, 480, 220)
                .write("LOT 2291", 60, 90)
                .write("FRAGILE", 380, 210)
                .write("PALLET 7", 90, 380);
    }
}
