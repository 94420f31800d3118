package io.sightline.demo;

import io.sightline.detection.Detection;
import java.util.List;
import java.util.Optional;

/**
 * What the database holds about one sent frame.
 *
 * @param frames rows of the frame itself
 * @param inferences serving inferences of it
 * @param deadLetters dead letters of it, of any stage
 * @param times of its inference; nothing without one
 * @param detections of its inference, in their order
 * @param answer who made it, and when; empty without one
 */
public record Outcome(
        int frames,
        int inferences,
        int deadLetters,
        StageTimes times,
        List<Detection> detections,
        Optional<Answer> answer) {
    public static final Outcome NONE = new Outcome(0, 0, 0, StageTimes.NONE, List.of(), Optional.empty());

    public Outcome {
        detections = List.copyOf(detections);
    }

    /** Whether the pipeline has written anything about it. */
    public boolean received() {
        return frames > 0 || deadLetters > 0;
    }

    public boolean inferred() {
        return frames > 0 && inferences > 0;
    }

    public boolean deadLettered() {
        return deadLetters > 0;
    }

    /** Whether nothing more is to come. */
    public boolean settled() {
        return inferred() || deadLettered();
    }

    /** Whether something is there more often than once, or two fates are there at once. */
    public boolean doubled() {
        return frames > 1 || inferences > 1 || deadLetters > 1 || (inferences > 0 && deadLetters > 0);
    }
}
