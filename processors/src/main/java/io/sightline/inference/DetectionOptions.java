package io.sightline.inference;

import io.sightline.detection.Box;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a caller may ask beside the picture. What is left out is decided by configuration and by the model's own spec.
 *
 * @param model name of the model; by default the one of {@code sightline.detection.model}
 * @param version version of the model, or the alias under which it serves; by default the one that serves
 * @param minConfidence drop detections with a lower score, 0..1; never below the spec's own threshold
 * @param maxDetections keep at most this many detections, best first
 * @param region drop detections whose centre lies outside of it
 */
public record DetectionOptions(
        Optional<String> model,
        Optional<String> version,
        OptionalDouble minConfidence,
        OptionalInt maxDetections,
        Optional<Box> region) {
    public static final DetectionOptions NONE = new DetectionOptions(
            Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), Optional.empty());

    /** @throws PermanentFailure INVALID_PARAMETER with the name and the value */
    public DetectionOptions {
        require(
                minConfidence.isEmpty() || (minConfidence.getAsDouble() >= 0 && minConfidence.getAsDouble() <= 1),
                "minConfidence must be within 0..1, was " + minConfidence.orElse(0));
        require(
                maxDetections.isEmpty() || maxDetections.getAsInt() >= 1,
                "maxDetections must be at least 1, was " + maxDetections.orElse(0));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new PermanentFailure(FailureCode.INVALID_PARAMETER, message);
        }
    }
}
