package io.sightline.benchmark;

import java.nio.file.Path;

/** The model of the development stack, where its build has put it. */
final class TextDetector {
    private TextDetector() {}

    /** Its folder, laid out as Triton does. */
    static Path folder() {
        return Path.of("..", "..", "target", "devstack", "models", "text-detector")
                .toAbsolutePath()
                .normalize();
    }

    static Path file() {
        return folder().resolve("1").resolve("model.onnx");
    }
}
