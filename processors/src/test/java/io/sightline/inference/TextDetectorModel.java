package io.sightline.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The PP-OCRv4 text detector of the test class path, laid out as a model folder. */
final class TextDetectorModel {
    private TextDetectorModel() {}

    /** Writes version 1 of the model below a folder and gives the model's own folder. */
    static Path in(Path folder) {
        var version = folder.resolve("text-detector/1");
        try (var model = Objects.requireNonNull(
                TextDetectorModel.class.getResourceAsStream("/models/ch_PP-OCRv4_det_infer.onnx"))) {
            Files.createDirectories(version);
            Files.copy(model, version.resolve("model.onnx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder.resolve("text-detector");
    }

    /** An engine with this one model. */
    static InferenceEngine engine(Path folder, EngineSettings settings) {
        return new InferenceEngine(
                List.of(new ModelDirectory("text-detector", in(folder), "champion")), "text-detector", settings);
    }
}
