package io.sightline.failure;

import org.jspecify.annotations.Nullable;

/** A failure with a code that can be counted and a message that names the thing, its value and the way out. */
public abstract sealed class Failure extends RuntimeException permits PermanentFailure, TransientFailure {
    private final FailureCode code;

    Failure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
