package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.DrawnPicture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceEngineTest {
    private static final long MEGABYTE = 1 << 20;

    private Path folder;

    @BeforeEach
    void use(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsTextAndSaysHow() {
        // Given
        var picture = threeWords();
        try (var engine = TextDetectorModel.engine(folder, EngineSettings.standard())) {
            // When
            var inference = engine.detect(picture, DetectionOptions.NONE);
            // Then
            assertThat(inference.detections())
                    .hasSize(3)
                    .allSatisfy(detection -> assertThat(detection.label()).isEqualTo("text"))
                    .extracting(Detection::ordinal)
                    .containsExactly(0, 1, 2);
            assertThat(inference.detections()).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
            assertThat(inference.model().name()).isEqualTo("text-detector");
            assertThat(inference.specJson()).contains("\"family\":\"dbnet\"", "\"unclip\":1.5");
            assertThat(inference.width()).isEqualTo(640);
            assertThat(inference.minConfidence()).isEqualTo(0.6f);
            assertThat(inference.infer()).isPositive();
        }
    }

    @Test
    void keepsWhatTheOptionsAskFor() {
        // Given
        var picture = threeWords();
        try (var engine = TextDetectorModel.engine(folder, EngineSettings.standard())) {
            var all = engine.detect(picture, DetectionOptions.NONE).detections();
            // When
            var best = engine.detect(picture, options(OptionalDouble.empty(), OptionalInt.of(2), Optional.empty()));
            var sure = engine.detect(
                    picture, options(OptionalDouble.of(all.get(0).score()), OptionalInt.empty(), Optional.empty()));
            var lower = engine.detect(
                    picture,
                    options(OptionalDouble.empty(), OptionalInt.empty(), Optional.of(new Box(0, 0.5f, 1, 0.5f))));
            // Then
            assertThat(best.detections()).isEqualTo(all.subList(0, 2));
            assertThat(best.maxDetections()).isEqualTo(2);
            assertThat(sure.detections()).isEqualTo(all.subList(0, 1));
            assertThat(lower.detections())
                    .hasSize(1)
                    .allSatisfy(detection -> assertThat(detection.box().y()).isGreaterThan(0.5f));
        }
    }

    @Test
    void neverGoesBelowTheThresholdOfTheSpec() {
        // Given
        try (var engine = tiny("Sigmoid", 0).engine()) {
            // When
            var inference =
                    engine.detect(grey(200), options(OptionalDouble.of(0.1), OptionalInt.empty(), Optional.empty()));
            // Then
            assertThat(inference.minConfidence()).isEqualTo(0.6f);
        }
    }

    @Test
    void refusesWhenNoPermitComesInTimeAndServesAgainAfterwards() {
        try (var engine = tiny("Sigmoid", 0).engine()) {
            // Given
            var permit = engine.take(Lane.REQUESTS);
            assertThat(engine.permitsInUse()).isEqualTo(1);
            // When, then
            fails(engine, grey(200), DetectionOptions.NONE, FailureCode.OVERLOADED, "all 1 permits are taken");
            permit.close();
            assertThat(engine.detect(grey(200), DetectionOptions.NONE).detections())
                    .isNotEmpty();
        }
    }

    @Test
    void countsOtherWorkOnPicturesAmongThePermits() {
        try (var engine = tiny("Sigmoid", 0).engine()) {
            // Given
            var permit = engine.take(Lane.REQUESTS);
            // When, then
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> engine.withPermit(() -> "drawn"))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
            permit.close();
            assertThat(engine.withPermit(() -> "drawn")).isEqualTo("drawn");
        }
    }

    @Test
    void givesAPermitBackWhenTheWorkFails() {
        try (var engine = tiny("Sigmoid", 0).engine()) {
            // When
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> engine.withPermit(() -> {
                        throw new IllegalStateException("broken");
                    }));
            // Then
            assertThat(engine.withPermit(() -> "drawn")).isEqualTo("drawn");
        }
    }

    @Test
    void refusesBadPicturesWithoutAPermit() {
        try (var engine = tiny("Sigmoid", 0).engine()) {
            // Given
            var permit = engine.take(Lane.REQUESTS);
            // When, then
            fails(engine, new byte[0], DetectionOptions.NONE, FailureCode.EMPTY_BODY, "0 bytes");
            permit.close();
        }
    }

    @Test
    void refusesOutputThatIsNotFinite() {
        try (var engine = tiny("Log", 0).engine()) {
            // When, then
            fails(engine, grey(0), DetectionOptions.NONE, FailureCode.OUTPUT_NOT_FINITE, "model tiny version 1");
            assertThat(engine.detect(grey(255), DetectionOptions.NONE).width()).isEqualTo(64);
        }
    }

    @Test
    void namesTheModelsItHas() {
        try (var engine = tiny("Sigmoid", 0).engine()) {
            fails(engine, grey(9), serving("huge", "1"), FailureCode.MODEL_UNKNOWN, "model huge", "[tiny]");
            fails(engine, grey(9), serving("tiny", "2"), FailureCode.MODEL_UNKNOWN, "no version 2", "loaded is 1");
            assertThat(engine.detect(grey(9), serving("tiny", "1")).model().version())
                    .isEqualTo("1");
        }
    }

    @Test
    void takesTheInputSizeOfAModelThatFixesIt() {
        try (var engine = tiny("Sigmoid", 32).engine()) {
            assertThat(engine.detect(grey(200), DetectionOptions.NONE).specJson())
                    .contains("\"width\":32", "\"resize\":\"stretch\"");
        }
    }

    @Test
    void takesLabelsFromTheFileBesideTheModel() {
        try (var engine = tiny("Sigmoid", 0).with("1/labels.txt", "word\n\n").engine()) {
            assertThat(engine.detect(grey(200), DetectionOptions.NONE).detections())
                    .extracting(Detection::label)
                    .containsOnly("word");
        }
    }

    @Test
    void holdsNoMoreNativeMemoryAfterThreeHundredDetections() {
        // Given
        try (var engine = tiny("Sigmoid", 0).engine();
                var drawn = new DrawnPicture(640, 480, 200)) {
            var picture = drawn.encode(".jpg");
            for (int i = 0; i < 20; i++) {
                engine.detect(picture, DetectionOptions.NONE);
            }
            var tracked = Pointer.totalBytes();
            var resident = Pointer.physicalBytes();
            // When
            for (int i = 0; i < 300; i++) {
                engine.detect(picture, DetectionOptions.NONE);
            }
            // Then the decoded pictures together have 270 MB
            assertThat(Pointer.totalBytes() - tracked).isLessThan(MEGABYTE);
            assertThat(Pointer.physicalBytes() - resident).isLessThan(100 * MEGABYTE);
        }
    }

    @Test
    void givesEachOfManyCallersTheResultOfItsOwnPicture() throws Exception {
        // Given
        var settings = EngineSettings.standard().with(2, Duration.ofMinutes(1));
        var callers = Executors.newFixedThreadPool(8);
        try (var engine = new InferenceEngine(List.of(tiny("Sigmoid", 0).directory()), "tiny", settings)) {
            // When
            var calls = new ArrayList<Callable<Float>>();
            for (int i = 0; i < 200; i++) {
                var picture = grey(180 + i % 4 * 20);
                calls.add(() -> onlyScore(engine, picture));
            }
            var scores = new ArrayList<Float>();
            for (var answer : callers.invokeAll(calls)) {
                scores.add(answer.get());
            }
            // Then
            for (int i = 0; i < 4; i++) {
                assertThat(scores.get(i)).isEqualTo(onlyScore(engine, grey(180 + i * 20)));
            }
            for (int i = 4; i < scores.size(); i++) {
                assertThat(scores.get(i)).isEqualTo(scores.get(i % 4));
            }
            assertThat(scores.subList(0, 4)).doesNotHaveDuplicates();
        } finally {
            callers.shutdownNow();
        }
    }

    private static float onlyScore(InferenceEngine engine, byte[] picture) {
        return engine.detect(picture, DetectionOptions.NONE).detections().get(0).score();
    }

    @Test
    void saysSoAfterItWasClosed() {
        // Given
        var engine = tiny("Sigmoid", 0).engine();
        // When
        engine.close();
        engine.close();
        // Then
        fails(engine, grey(9), DetectionOptions.NONE, FailureCode.MODEL_NOT_SERVING, "closed");
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> options(OptionalDouble.of(1.5), OptionalInt.empty(), Optional.empty()))
                .withMessage("minConfidence must be within 0..1, was 1.5");
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> options(OptionalDouble.empty(), OptionalInt.of(0), Optional.empty()))
                .withMessage("maxDetections must be at least 1, was 0");
    }

    private static void fails(
            InferenceEngine engine, byte[] picture, DetectionOptions options, FailureCode code, String... messages) {
        assertThatExceptionOfType(
                        code == FailureCode.OVERLOADED || code == FailureCode.MODEL_NOT_SERVING
                                ? TransientFailure.class
                                : PermanentFailure.class)
                .isThrownBy(() -> engine.detect(picture, options))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(messages))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private ModelFolder tiny(String function, int side) {
        return new ModelFolder(folder).with("1/model.onnx", TinyModel.map(function, side));
    }

    private static byte[] grey(int value) {
        try (var drawn = new DrawnPicture(64, 64, value)) {
            return drawn.encode(".png");
        }
    }

    private static byte[] threeWords() {
        try (var drawn = new DrawnPicture(640, 480, 220)
                .write("LOT 2291", 60, 90)
                .write("FRAGILE", 380, 210)
                .write("PALLET 7", 90, 380)) {
            return drawn.encode(".jpg");
        }
    }

    private static DetectionOptions options(
            OptionalDouble minConfidence, OptionalInt maxDetections, Optional<Box> region) {
        return new DetectionOptions(Optional.empty(), Optional.empty(), minConfidence, maxDetections, region);
    }

    private static DetectionOptions serving(String model, String version) {
        return new DetectionOptions(
                Optional.of(model),
                Optional.of(version),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }
}
