package io.sightline.evaluation;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the gate says of a candidate.
 *
 * @param reason why it failed, the gravest one; empty unless it did
 * @param text the verdict in plain words, for the event
 * @param metrics figures that it rests on, by name; every one is finite
 */
public record GateVerdict(Outcome outcome, Optional<GateReason> reason, String text, Map<String, Double> metrics) {
    /** How a candidate came through the gate. */
    public enum Outcome {
        /** As good as the serving version, within the bounds. */
        PASSED,
        /** Worse, or of no use. */
        FAILED,
        /** There was nothing to measure by: no golden set, or no version that serves. */
        NOT_GATED
    }

    public GateVerdict {
        if (reason.isPresent() != (outcome == Outcome.FAILED)) {
            throw new IllegalArgumentException(
                    "a verdict has a reason when it is FAILED, and only then; " + outcome + " came with " + reason);
        }
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
