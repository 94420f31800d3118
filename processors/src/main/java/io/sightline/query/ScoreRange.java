package io.sightline.query;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which scores a query asks for, both ends included.
 *
 * @param least 0..1
 * @param most 0..1
 */
public record ScoreRange(OptionalDouble least, OptionalDouble most) {
    /** @throws PermanentFailure INVALID_PARAMETER for a range that holds no score */
    public ScoreRange {
        if (least.isPresent() && most.isPresent() && least.getAsDouble() > most.getAsDouble()) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "minScore must be at most maxScore, was " + least.getAsDouble() + " with maxScore "
                            + most.getAsDouble() + ".");
        }
    }

    boolean isEveryScore() {
        return least.isEmpty() && most.isEmpty();
    }

    /** What distinguishes it from other ranges. */
    String identity() {
        return least + "\0" + most;
    }

    /**
     * Sets the named parameters minScore and maxScore, as wide as scores are stored: PostgreSQL narrows no tiny double.
     */
    void putInto(Map<String, Object> parameters) {
        parameters.put("minScore", (float) least.orElse(0));
        parameters.put("maxScore", (float) most.orElse(1));
    }
}
