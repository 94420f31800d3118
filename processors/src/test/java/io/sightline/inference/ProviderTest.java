package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.PermanentFailure;
import io.sightline.picture.PictureLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderTest {
    @Test
    void saysThatThisBuildHasNoCuda(@TempDir Path folder) {
        // Given
        var model = new ModelFolder(folder).with("1/model.onnx", TinyModel.map("Sigmoid", 0));
        var settings = new EngineSettings(1, Duration.ZERO, 0, 0.5, 1, Provider.CUDA, PictureLimits.STANDARD);
        // When, then
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> new InferenceEngine(List.of(model.directory()), "tiny", settings))
                .withMessageStartingWith("sightline.detection.provider is cuda")
                .withMessageContaining("put onnxruntime_gpu on the class path");
    }
}
