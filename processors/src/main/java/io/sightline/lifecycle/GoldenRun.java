package io.sightline.lifecycle;

import io.sightline.detection.Detection;
import io.sightline.evaluation.GoldenPicture;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.Inference;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.PreparedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One version on the golden pictures: what it finds, and how long that takes. */
final class GoldenRun {
    private final InferenceEngine engine;
    private final PreparedModel model;
    private final List<List<Detection>> detections = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    GoldenRun(InferenceEngine engine, PreparedModel model) {
        this.engine = engine;
        this.model = model;
    }

    /**
     * Looks at a picture, and keeps what it finds when it sees it for the first time.
     *
     * @return how long it took; empty when its output was not finite
     * @throws IllegalArgumentException when the picture is none, or has another size than the set says
     */
    Optional<Duration> look(GoldenPicture picture, byte[] content, boolean first) {
        try {
            var inference = engine.detect(content, DetectionOptions.NONE, model);
            picture.requireSize(inference.width(), inference.height());
            if (first) {
                detections.add(inference.detections());
            }
            return Optional.of(duration(inference));
        } catch (PermanentFailure e) {
            if (!isAboutTheOutput(e)) {
                throw new IllegalArgumentException(
                        "the picture " + picture.fileName() + " (image " + picture.id() + "): " + e.getMessage(), e);
            }
            if (first) {
                detections.add(List.of());
                findings.add(picture.fileName() + ": " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Per picture, in the order of the set. */
    List<List<Detection>> detections() {
        return detections;
    }

    /** Pictures on which the output is not finite, and why. */
    List<String> findings() {
        return findings;
    }

    List<String> labels() {
        return model.description().spec().labels();
    }

    /** Waiting for a core is nobody's fault. */
    private static Duration duration(Inference inference) {
        return inference.decode().plus(inference.infer()).plus(inference.post());
    }

    private static boolean isAboutTheOutput(PermanentFailure failure) {
        return failure.code() == FailureCode.OUTPUT_NOT_FINITE
                || failure.code() == FailureCode.OUTPUT_OUT_OF_RANGE
                || failure.code() == FailureCode.UNEXPECTED_FAILURE;
    }
}
