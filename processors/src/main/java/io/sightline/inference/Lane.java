package io.sightline.inference;

/** Who waits for a permit; when both wait, each gets its share of the machine. */
public enum Lane {
    /** Callers of the API, who are refused when the wait gets too long. */
    REQUESTS,
    /** The stage detect, which waits as long as it takes: what it reads is safe where it is. */
    PIPELINE
}
