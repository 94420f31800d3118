package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.claim.Sha256;
import io.sightline.failure.PermanentFailure;
import io.sightline.picture.DrawnPicture;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that are loaded and serve nobody yet. */
class PreparedVersionTest {
    private Path folder;

    @BeforeEach
    void use(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPreparedVersionServesNobodyUntilItIsPutInItsPlace() {
        // Given
        var model = model("tiny", 1);
        try (var engine = model.engine()) {
            model.with("2/model.onnx", TinyModel.map("Sigmoid", 32));
            var prepared = engine.prepare(model.directory().newest());
            // When, then
            assertThat(engine.detect(picture(), DetectionOptions.NONE, prepared)
                            .model()
                            .version())
                    .isEqualTo("2");
            assertThat(served(engine)).isEqualTo("1");
            engine.serve(prepared);
            assertThat(served(engine)).isEqualTo("2");
            // What serves does not end with the one who prepared it.
            prepared.close();
            assertThat(served(engine)).isEqualTo("2");
        }
    }

    /** Under another number or alias, and from the shadow into the light. */
    @Test
    void loadsNoFilesTwice() {
        // Given
        var model = model("tiny", 1).with("2/model.onnx", TinyModel.map("Sigmoid", 32));
        try (var engine = model.engine()) {
            var present = engine.models().get(0);
            var renamed = new ModelVersion("tiny", "9", Optional.of("stable"), Optional.of("run"), present.sha256());
            assertThat(engine.loaded(
                            new ModelVersion("tiny", "9", Optional.empty(), Optional.empty(), Sha256.of(new byte[0]))))
                    .isEmpty();
            // When
            for (int i = 0; i < 3; i++) {
                try (var again = engine.loaded(renamed).orElseThrow()) {
                    engine.serve(again);
                }
            }
            // Then
            assertThat(engine.models()).containsExactly(renamed);
            assertThat(served(engine)).isEqualTo("9");
            try (var again = engine.loaded(renamed).orElseThrow()) {
                engine.challenge(again);
                engine.unload("tiny");
                assertThat(engine.detect(picture(), DetectionOptions.NONE, again)
                                .model()
                                .version())
                        .as("as long as somebody holds it")
                        .isEqualTo("9");
            }
            assertThat(engine.loaded(renamed)).as("closed with its last user").isEmpty();
        }
    }

    @Test
    void aVersionThatWasGivenUpServesNobody() {
        // Given
        var model = model("tiny", 1);
        try (var engine = model.engine()) {
            var prepared = engine.prepare(model.directory().newest());
            prepared.close();
            // When, then
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> engine.serve(prepared));
            assertThat(served(engine)).isEqualTo("1");
        }
    }

    @Test
    void aChallengerRunsInTheShadowAndAnswersNoClient() {
        // Given
        var model = model("tiny", 1);
        try (var engine = model.engine(2)) {
            assertThat(engine.detectInShadow(picture(), DetectionOptions.NONE)).isEmpty();
            model.with("2/model.onnx", TinyModel.map("Sigmoid", 32));
            // When
            try (var prepared = engine.prepare(model.directory().newest())) {
                engine.challenge(prepared);
            }
            // Then
            assertThat(engine.challengers()).extracting(ModelVersion::version).containsExactly("2");
            assertThat(engine.detectInShadow(picture(), DetectionOptions.NONE))
                    .hasValueSatisfying(
                            inference -> assertThat(inference.model().version()).isEqualTo("2"));
            assertThat(served(engine)).isEqualTo("1");
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> engine.detect(picture(), asking("tiny", "2")));
            engine.unloadChallenger("tiny");
            assertThat(engine.challengers()).isEmpty();
        }
    }

    private static String served(InferenceEngine engine) {
        return engine.detect(picture(), DetectionOptions.NONE).model().version();
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
