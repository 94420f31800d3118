package io.sightline.lifecycle;

import java.util.Locale;

/** Where a version stands on its way; each is a row of table {@code model_event}. */
public enum ModelStep {
    /** A source offers it. */
    DISCOVERED,
    /** Its files are here; once more, with the reason as its message, when a try was put aside. */
    DOWNLOADED,
    /** They are what they claim to be. */
    VERIFIED,
    /** ONNX Runtime takes them. */
    LOADED,
    /** It has run once. */
    WARMED,
    /** It was judged, or is known not to need it; the message says which. */
    GATED,
    /** It runs in the shadow of the one that serves. */
    SHADOWING,
    /** It is announced as the one that serves. */
    SERVING,
    /** Another one is. */
    SUPERSEDED,
    /** It does not serve, for a reason. */
    REJECTED,
    /** It served and does so no longer, for a reason. */
    ROLLED_BACK,
    /** It goes on whatever is offered. */
    PINNED,
    /** That is over. */
    UNPINNED,
    /** Its model serves no more. */
    RETIRED;

    /** The name in the table and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
