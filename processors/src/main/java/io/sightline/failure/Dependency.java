package io.sightline.failure;

import java.util.Locale;

/** What the pipeline cannot work without; each can be away while all else is well. */
public enum Dependency {
    S3,
    POSTGRESQL,
    REGISTRY,
    KAFKA,
    MODEL;

    /** The name in metrics, health and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
