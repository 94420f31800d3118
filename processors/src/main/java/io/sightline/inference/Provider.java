package io.sightline.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;

/** What runs the operators of a model. */
public enum Provider {
    /** The processor. */
    CPU,
    /** The first CUDA device; needs the CUDA build of ONNX Runtime and its libraries. */
    CUDA;

    /**
     * Prefers this provider for a session.
     *
     * @throws IllegalArgumentException when this build of ONNX Runtime does not have it
     */
    void addTo(OrtSession.SessionOptions options) throws OrtException {
        if (this == CPU) {
            return;
        }
        var available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(OrtProvider.CUDA)) {
            throw new IllegalArgumentException(
                    "sightline.detection.provider is cuda, but this build of ONNX Runtime has only " + available
                            + "; put onnxruntime_gpu on the class path in place of onnxruntime, or set it to cpu");
        }
        options.addCUDA();
    }
}
