package io.sightline.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that time cures: the record is tried again, the client may ask again. */
public final class TransientFailure extends Failure {
    private final @Nullable Dependency dependency;

    public TransientFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public TransientFailure(FailureCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    /** @param dependency what is away, so that nobody asks it again before it is back */
    public TransientFailure(
            FailureCode code, String message, @Nullable Throwable cause, @Nullable Dependency dependency) {
        super(code, message, cause);
        this.dependency = dependency;
    }

    /** What is away; empty when it is not known, or when a repeat may succeed at once. */
    public Optional<Dependency> dependency() {
        return Optional.ofNullable(dependency);
    }
}
