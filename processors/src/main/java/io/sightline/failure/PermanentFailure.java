package io.sightline.failure;

import org.jspecify.annotations.Nullable;

/** A failure that no retry cures: the record becomes a dead letter, the request is refused. */
public final class PermanentFailure extends Failure {
    public PermanentFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public PermanentFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
