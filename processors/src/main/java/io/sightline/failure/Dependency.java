package io.sightline.failure;

import java.util.Locale;

/** What the pipeline cannot work without; each can be away while all else is well. */
public enum Dependency {
    S3("S3 object storage"),
    POSTGRESQL("PostgreSQL"),
    REGISTRY("schema registry"),
    KAFKA("Kafka"),
    MODEL("model"),
    MLFLOW("MLflow");

    private final String title;

    Dependency(String title) {
        this.title = title;
    }

    /** The name in sentences. */
    public String title() {
        return title;
    }

    /** The name in metrics, health and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
