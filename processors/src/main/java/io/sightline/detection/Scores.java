package io.sightline.detection;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.FloatBuffer;

/**
 * The scores among the numbers of an output, each within 0..1. What rounding has put beside a bound is taken for the
 * bound; anything farther away is no score but, mostly, a logit.
 *
 * <p>NaN and infinity pass: whoever runs the model looks for them in all of its outputs.
 */
final class Scores {
    /**
     * How far beside its bounds a score may lie: the half float next above 1 is 1 + 2^-10, so that no rounding of a
     * sigmoid gets as far, in whatever precision it was computed. It is also as far as a score may differ from the
     * reference implementation's.
     */
    static final float TOLERANCE = 1e-3f;

    private final String output;
    private final FloatBuffer values;

    private Scores(String output, FloatBuffer values) {
        this.output = output;
        this.values = values;
    }

    /** Of an output that holds scores alone, or among others. */
    static Scores in(OutputTensor output) {
        return in(output, ModelOutputs.floats(output));
    }

    /** The same, where the numbers of the output were read already. */
    static Scores in(OutputTensor output, FloatBuffer values) {
        return new Scores(output.name(), values);
    }

    /** How many numbers the output has. */
    int limit() {
        return values.limit();
    }

    /**
     * One score.
     *
     * @param index of the number in the output, row-major
     * @throws PermanentFailure OUTPUT_OUT_OF_RANGE when the number lies outside of 0..1 by more than {@link #TOLERANCE}
     */
    float at(int index) {
        var score = values.get(index);
        return score >= 0 && score <= 1 ? score : rounded(output, score);
    }

    /** Refuses a range of numbers that does not lie within 0..1, rounding apart. */
    static void requireWithin(OutputTensor output, double least, double most) {
        rounded(output.name(), (float) least);
        rounded(output.name(), (float) most);
    }

    private static float rounded(String output, float score) {
        if (!Float.isFinite(score)) {
            return score;
        }
        if (score < -TOLERANCE || score > 1 + TOLERANCE) {
            throw new PermanentFailure(
                    FailureCode.OUTPUT_OUT_OF_RANGE,
                    "the output " + output + " holds " + score + " where a score within 0 to 1 must be; the export"
                            + " probably lacks the sigmoid at its end: export the model with it, or look at family in"
                            + " detector.yaml");
        }
        return Math.min(Math.max(score, 0), 1);
    }
}
