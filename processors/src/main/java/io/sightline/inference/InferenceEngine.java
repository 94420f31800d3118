package io.sightline.inference;

import java.util.List;

/** Runs the loaded models on pictures; shared by every caller in the process. */
public final class InferenceEngine implements AutoCloseable {
    /**
     * Decodes the picture, runs the model, interprets its output.
     *
     * @throws io.sightline.failure.PermanentFailure MODEL_UNKNOWN, OUTPUT_NOT_FINITE, or what is wrong with the picture
     * @throws io.sightline.failure.TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public Inference detect(byte[] picture, DetectionOptions options) {
        throw new IllegalStateException();
    }

    /** The versions that are loaded now. */
    public List<ModelVersion> models() {
        return List.of();
    }

    @Override
    public void close() {}
}
