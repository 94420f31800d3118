package io.sightline.mlflow;

/** What a delivery is. */
public enum WebhookVerdict {
    /** From MLflow, and new. */
    GENUINE,
    /** From MLflow, and here before: it needs no second look, and an answer that ends the repeats. */
    REPEATED,
    /** Signed right, and too long ago or ahead of this clock: recorded by somebody, or one of the clocks is wrong. */
    UNTIMELY,
    /** From whoever does not know the secret, or without its headers. */
    FORGED
}
