package io.sightline.evaluation;

/** Why the gate does not let a candidate serve. */
public enum GateReason {
    /** Its mean average precision is below the serving version's by more than the margin. */
    MAP_BELOW_SERVING,
    /** Its 95th percentile of latency is above the serving version's by more than the factor. */
    LATENCY_ABOVE_SERVING,
    /** Its output on a golden picture holds NaN or infinity. */
    OUTPUT_NOT_FINITE,
    /** The golden set cannot be read, or has boxes of categories that the candidate does not know. */
    GOLDEN_SET_UNFIT
}
