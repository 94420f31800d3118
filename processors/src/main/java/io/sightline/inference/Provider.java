package io.sightline.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import org.jspecify.annotations.Nullable;

/** What runs the operators of a model. */
public enum Provider {
    /** The processor. */
    CPU,
    /** The first CUDA device; needs the CUDA build of ONNX Runtime and its libraries. */
    CUDA;

    /**
     * Prefers this provider for a session.
     *
     * @throws PermanentFailure when this build of ONNX Runtime does not have it
     */
    void addTo(OrtSession.SessionOptions options) {
        if (this == CPU) {
            return;
        }
        var available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(OrtProvider.CUDA)) {
            throw unusable(
                    "sightline.detection.provider is cuda, but this build of ONNX Runtime has only " + available
                            + "; put onnxruntime_gpu on the class path in place of onnxruntime, or set it to cpu",
                    null);
        }
        try {
            options.addCUDA();
        } catch (OrtException e) {
            throw unusable(
                    "sightline.detection.provider is cuda, but CUDA cannot be used: " + e.getMessage()
                            + "; look at the driver and its libraries, or set it to cpu",
                    e);
        }
    }

    /** It is the machine or the setting, not the model. */
    private static PermanentFailure unusable(String message, @Nullable Exception cause) {
        return new PermanentFailure(FailureCode.MODEL_UNKNOWN, message, cause);
    }
}
