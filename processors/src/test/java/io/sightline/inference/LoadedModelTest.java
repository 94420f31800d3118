package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.sightline.detection.DetectorFamilies;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedModelTest {
    private LoadedModel model;

    @BeforeEach
    void load(@TempDir Path folder) {
        var tiny = new ModelFolder(folder)
                .with("1/model.onnx", TinyModel.map("Sigmoid", 0))
                .directory();
        model = LoadedModel.load(tiny.newest(), DetectorFamilies.standard(), EngineSettings.standard());
    }

    @AfterEach
    void close() {
        model.close();
    }

    /** What ONNX Runtime says when its arena, or C++ itself, has no more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Non-zero status code returned while running Conv node. bad_alloc",
                "Failed to allocate memory for requested buffer of size 150994944"
            })
    void noMemoryForAnInferenceSaysNothingAboutItsPicture(String message) {
        var failure = model.failure(FailureCode.UNEXPECTED_FAILURE, "an input of 640x640", new OrtException(message));

        assertThat(failure).isInstanceOf(TransientFailure.class);
        assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED);
        assertThat(failure.getMessage()).isEqualTo("no memory is left to run tiny on an input of 640x640");
    }

    @Test
    void whateverElseItSaysIsNamedWithTheModelAndTheInput() {
        var failure = model.failure(
                FailureCode.UNEXPECTED_FAILURE, "an input of 640x640", new OrtException("Invalid rank for input: x"));

        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo(FailureCode.UNEXPECTED_FAILURE);
        assertThat(failure.getMessage())
                .contains("model tiny version 1 fails on an input of 640x640", "Invalid rank for input: x");
    }
}
