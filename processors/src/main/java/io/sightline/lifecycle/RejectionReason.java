package io.sightline.lifecycle;

/** Why a version does not serve: the code in events, in the announced state and in the tags of MLflow. */
public enum RejectionReason {
    /** Its registration in MLflow has failed. */
    REGISTRATION_FAILED,
    /** Its tag {@code validation_status} says something else than approved. */
    NOT_APPROVED,
    /** It has no ONNX model that can be found, or more than one. */
    NO_SINGLE_MODEL,
    /** Its files take more room than {@code sightline.artifacts.cache-limit}. */
    TOO_LARGE,
    /** The model names weights that lie outside of its folder, or that are not there. */
    EXTERNAL_DATA,
    /** Its files or what is said of them cannot be used otherwise. */
    UNUSABLE,
    /** What MLflow says that it takes is not what it takes. */
    SIGNATURE_MISMATCH,
    /** It takes or gives something else than the version that serves. */
    SIGNATURE_CHANGED,
    /** It does not load, or does not run. */
    NOT_LOADABLE,
    /** Its output holds NaN or infinity, or scores that are none. */
    OUTPUT_NOT_FINITE,
    /** Its mean average precision is below that of the version that serves. */
    MAP_BELOW_SERVING,
    /** It is slower than the version that serves. */
    LATENCY_ABOVE_SERVING,
    /** The golden set cannot be read, or does not fit it. */
    GOLDEN_SET_UNFIT,
    /** It served and failed, or slowed down, in the first minutes. */
    REGRESSED,
    /** Somebody went back from it. */
    ROLLED_BACK
}
