package io.sightline.failure;

import org.jspecify.annotations.Nullable;

/** A failure that time cures: the record is tried again, the client may ask again. */
public final class TransientFailure extends Failure {
    public TransientFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public TransientFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
