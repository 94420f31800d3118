package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.detection.DetectorFamilies;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.DrawnPicture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSwapTest {
    private static final int SWAPS = 30;

    private Path folder;

    @BeforeEach
    void use(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void replacesAModelUnderLoadWithoutAFailedRun() throws Exception {
        // Given
        var model = model("tiny", 1);
        var callers = Executors.newFixedThreadPool(4);
        var settings = EngineSettings.standard().with(2, Duration.ofMinutes(1));
        try (var engine = new InferenceEngine(List.of(model.directory()), "tiny", settings)) {
            var over = new AtomicBoolean();
            var answers = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 4; i++) {
                answers.add(callers.submit(versionsUntil(over, engine)));
            }
            // When
            for (int version = 2; version <= SWAPS; version++) {
                model.with(version + "/model.onnx", TinyModel.map("Sigmoid", 0));
                engine.load(model.directory());
            }
            over.set(true);
            // Then
            var seen = new HashSet<String>();
            for (var answer : answers) {
                seen.addAll(answer.get());
            }
            assertThat(seen).hasSizeGreaterThan(2);
            assertThat(engine.versionsInMemory()).isOne();
            assertThat(engine.models()).extracting(ModelVersion::version).containsExactly(String.valueOf(SWAPS));
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void closesAReplacedModelWhenItsLastUserIsDone() {
        // Given
        var closed = new AtomicInteger();
        var loaded = LoadedModel.load(
                model("tiny", 1).directory().newest(), DetectorFamilies.standard(), EngineSettings.standard());
        var handle = new ModelHandle(loaded, closed::incrementAndGet);
        assertThat(handle.acquire()).isTrue();
        // When the engine lets go
        handle.release();
        assertThat(closed).hasValue(0);
        // Then the user may go on, and nobody comes in after the last
        assertThat(handle.acquire()).isTrue();
        handle.release();
        handle.release();
        assertThat(handle.acquire()).isFalse();
        assertThat(closed).hasValue(1);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(loaded::close);
    }

    @Test
    void keepsTheVersionThatServesWhenTheNextDoesNotLoad() {
        // Given
        var model = model("tiny", 1);
        try (var engine = model.engine()) {
            model.with("2/model.onnx", "no model");
            // When
            assertThatExceptionOfType(PermanentFailure.class).isThrownBy(() -> engine.load(model.directory()));
            // Then
            assertThat(engine.versionsInMemory()).isOne();
            assertThat(engine.detect(picture(), DetectionOptions.NONE).model().version())
                    .isEqualTo("1");
        }
    }

    @Test
    void servesSeveralModelsAndForgetsOne() {
        // Given
        var other = new ModelFolder(folder.resolve("other")).with("7/model.onnx", TinyModel.map("Sigmoid", 32));
        try (var engine = model("tiny", 1).engine()) {
            engine.load(new ModelDirectory("other", other.path(), "champion"));
            // When, then
            assertThat(engine.detect(picture(), asking("other", "champion"))
                            .model()
                            .version())
                    .isEqualTo("7");
            engine.unload("other");
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> engine.detect(picture(), asking("other", "7")))
                    .withMessage("model other is not configured; configured are [tiny]")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN));
            assertThat(engine.detect(picture(), DetectionOptions.NONE).model().name())
                    .isEqualTo("tiny");
        }
    }

    @Test
    void countsTheRunsOfEachVersionSinceItServes() {
        // Given
        var model = model("tiny", 1);
        try (var engine = model.engine()) {
            assertThat(engine.runs()).singleElement().satisfies(runs -> {
                assertThat(runs.runs()).isZero();
                assertThat(runs.p95Micros()).isEmpty();
                assertThat(runs.formerP95Micros()).isEmpty();
            });
            // When
            served(engine);
            assertThatExceptionOfType(PermanentFailure.class)
                    .as("a client's fault")
                    .isThrownBy(() -> engine.detect(new byte[] {1, 2, 3}, DetectionOptions.NONE));
            assertThatExceptionOfType(PermanentFailure.class)
                    .as("another one")
                    .isThrownBy(() -> engine.detect(picture(), asking("tiny", "77")));
            // Then
            var first = engine.runs().get(0);
            assertThat(first.runs()).isOne();
            assertThat(first.failures()).isZero();
            assertThat(first.p95Micros()).isPresent();
            // When a version comes that gives scores beyond 1
            model.with("2/model.onnx", TinyModel.map("Identity", 0));
            engine.load(model.directory());
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> engine.detect(picture(), DetectionOptions.NONE));
            // Then
            var second = engine.runs().get(0);
            assertThat(second.version().version()).isEqualTo("2");
            assertThat(second.runs()).isOne();
            assertThat(second.failures()).isOne();
            assertThat(second.formerP95Micros()).isEqualTo(first.p95Micros());
        }
    }

    private static String served(InferenceEngine engine) {
        return engine.detect(picture(), DetectionOptions.NONE).model().version();
    }

    /** As it is while a model is being fetched; a request is told to come again, a frame waits. */
    @Test
    void aConfiguredModelThatDoesNotServeIsNoUnknownOne() {
        try (var engine = model("tiny", 1).engine()) {
            // Given
            engine.unload("tiny");
            // When, then
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> engine.detect(picture(), DetectionOptions.NONE))
                    .withMessage("model tiny is configured and does not serve yet")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_NOT_SERVING))
                    .satisfies(failure -> assertThat(failure.dependency()).hasValue(Dependency.MODEL));
            assertThatExceptionOfType(TransientFailure.class).isThrownBy(engine::requireModels);
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> engine.detect(picture(), asking("tinny", "1")));
        }
    }

    private static Callable<List<String>> versionsUntil(AtomicBoolean over, InferenceEngine engine) {
        var picture = picture();
        return () -> {
            var versions = new ArrayList<String>();
            while (!over.get()) {
                versions.add(
                        engine.detect(picture, DetectionOptions.NONE).model().version());
            }
            return versions;
        };
    }

    private ModelFolder model(String name, int version) {
        return new ModelFolder(folder.resolve(name)).with(version + "/model.onnx", TinyModel.map("Sigmoid", 0));
    }

    private static DetectionOptions asking(String model, String version) {
        return new DetectionOptions(
                Optional.of(model),
                Optional.of(version),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static byte[] picture() {
        try (var drawn = new DrawnPicture(64, 64, 200)) {
            return drawn.encode(".png");
        }
    }
}
