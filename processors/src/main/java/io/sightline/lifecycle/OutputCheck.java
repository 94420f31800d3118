package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.PreparedModel;
import java.util.Optional;

/** Runs a version on noise: whatever it finds there, it has to be numbers. */
final class OutputCheck {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int PICTURES = 3;

    private final InferenceEngine engine;

    OutputCheck(InferenceEngine engine) {
        this.engine = engine;
    }

    /** What speaks against a version. */
    Optional<Rejection> objection(PreparedModel model) {
        try {
            for (int seed = 0; seed < PICTURES; seed++) {
                var unused = engine.detect(NoisePicture.png(WIDTH, HEIGHT, seed), DetectionOptions.NONE, model);
            }
            return Optional.empty();
        } catch (PermanentFailure e) {
            return Optional.of(rejection(e));
        }
    }

    private static Rejection rejection(PermanentFailure failure) {
        var isAboutNumbers =
                failure.code() == FailureCode.OUTPUT_NOT_FINITE || failure.code() == FailureCode.OUTPUT_OUT_OF_RANGE;
        return new Rejection(
                isAboutNumbers ? RejectionReason.OUTPUT_NOT_FINITE : RejectionReason.NOT_LOADABLE,
                "it fails on a picture: " + failure.getMessage());
    }
}
