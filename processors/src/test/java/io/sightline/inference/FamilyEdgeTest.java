package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detection.Detection;
import io.sightline.failure.PermanentFailure;
import io.sightline.picture.DrawnPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What families do at the edges of their thresholds and labels, with the models of the parity test. */
class FamilyEdgeTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"yolo", "yolov5", "yolo-end2end", "rtdetr", "rfdetr", "ssd", "centerface", "scrfd", "picodet"})
    void findNothingWhenAllScoresAreBelow(String family) throws IOException {
        try (var engine = engine(family, "{family: %s, thresholds: {score: 1}}".formatted(family))) {
            assertThat(engine.detect(picture(), DetectionOptions.NONE).detections())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolo", "yolov5", "yolo-end2end", "rtdetr", "rfdetr", "ssd", "picodet"})
    void giveNumbersToClassesWithoutAName(String family) throws IOException {
        try (var engine = engine(family, "{family: %s, labels: ['0']}".formatted(family))) {
            assertThat(engine.detect(picture(), DetectionOptions.NONE).detections())
                    .extracting(Detection::label)
                    .contains("0", "1", "2");
        }
    }

    @ParameterizedTest
    @CsvSource({"yolo, 5", "yolov5, 3", "picodet, 3"})
    void refuseFewerLabelsThanTheModelHasClasses(String family, int classes) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine(family, "{family: %s, labels: [one, two]}".formatted(family)))
                .withMessageContaining("labels name 2 classes, the model's output has " + classes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yolo", "yolov5", "yolo-end2end", "rtdetr", "rfdetr", "ssd", "centerface", "scrfd", "picodet"})
    void giveTheBestWhenOnlySomeAreWanted(String family) throws IOException {
        // Given
        var two = new DetectionOptions(
                Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.of(2), Optional.empty());
        try (var engine = engine(family, "family: " + family)) {
            // When
            var all = engine.detect(picture(), DetectionOptions.NONE).detections();
            var best = engine.detect(picture(), two).detections();
            // Then
            assertThat(best).isEqualTo(all.subList(0, 2));
        }
    }

    @ParameterizedTest
    @CsvSource({"yolo, 5", "yolov5, 3", "rfdetr, 6", "picodet, 3"})
    void refuseMoreLabelsThanTheModelHasClasses(String family, int classes) throws IOException {
        // Given
        var labels = String.join(", ", Collections.nCopies(classes + 1, "label"));
        // When, then
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine(family, "{family: %s, labels: [%s]}".formatted(family, labels)))
                .withMessageContaining("labels name " + (classes + 1) + " classes, the model's output has " + classes);
    }

    @ParameterizedTest
    @CsvSource({
        "yolo, yolo-end2end, rows of 1680 numbers",
        "yolo, dbnet, does not run as family dbnet",
        "yolo, rtdetr, the model has no input orig_target_sizes",
        "yolo, rfdetr, the model has no output dets",
        "rfdetr, yolo, 'one output of shape [1,?,?] was expected'",
        "yolo, ssd, the model has no output boxes",
        "yolo, centerface, 'maps of 1, 2, 2 and 10 channels were expected, the model gives [output0[1, 9,'",
        "yolo, scrfd, 'three or five lists each of scores, distances and perhaps landmarks were expected'",
        "yolo, picodet, 'rows of six, or lists of scores and as many of distributions were expected'"
    })
    void refuseAModelOfAnotherFamily(String fixture, String family, String message) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine(fixture, "family: " + family))
                .withMessageContaining(message);
    }

    @Test
    void nameTheWrittenFamilyWhenAnotherFits() {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine("yolo", "family: dbnet"))
                .withMessageContaining("detector.yaml, whose family is dbnet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolo", "yolov5", "centerface", "scrfd", "picodet"})
    void refuseAnOverlapThatIsNoShare(String family) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine(family, "{family: %s, thresholds: {iou: 1.5}}".formatted(family)))
                .withMessageContaining("thresholds.iou must be within 0.0..1.0, was 1.5");
    }

    @Test
    void leaveOutTheBackgroundOfAModelThatHasOneClassMoreThanLabels() throws IOException {
        try (var all = engine("rfdetr", "{family: rfdetr, labels: [a]}");
                var foreground = engine("rfdetr", "{family: rfdetr, labels: [a, b, c, d, e]}")) {
            // When
            var classes = all.detect(picture(), DetectionOptions.NONE).detections();
            var found = foreground.detect(picture(), DetectionOptions.NONE).detections();
            // Then
            assertThat(classes).extracting(Detection::classId).contains(5);
            assertThat(found).extracting(Detection::classId).doesNotContain(5);
        }
    }

    @Test
    void readAMapOfHalfFloatsAsOneOfFloats() {
        // Given
        var half = new ModelFolder(folder.resolve("half")).with("1/model.onnx", TinyModel.halfMap("Sigmoid", 320));
        var full = new ModelFolder(folder.resolve("full")).with("1/model.onnx", TinyModel.map("Sigmoid", 320));
        try (var drawn = new DrawnPicture(320, 320, 220);
                var halves = half.engine();
                var floats = full.engine()) {
            var bright = drawn.encode(".png");
            // When
            var found = halves.detect(bright, DetectionOptions.NONE).detections();
            var expected = floats.detect(bright, DetectionOptions.NONE).detections();
            // Then
            assertThat(found).hasSize(1).hasSameSizeAs(expected);
            assertThat(found.get(0).box()).isEqualTo(expected.get(0).box());
            assertThat(found.get(0).score()).isCloseTo(expected.get(0).score(), within(0.001f));
        }
    }

    private InferenceEngine engine(String fixture, String spec) throws IOException {
        return new ModelFolder(folder.resolve(Integer.toHexString(spec.hashCode())))
                .with(
                        "1/model.onnx",
                        Files.readAllBytes(RESOURCES.resolve(fixture).resolve("model.onnx")))
                .with("1/detector.yaml", spec)
                .engine();
    }

    private static byte[] picture() throws IOException {
        return Files.readAllBytes(RESOURCES.resolve("pictures/photograph-600x400.jpg"));
    }
}
