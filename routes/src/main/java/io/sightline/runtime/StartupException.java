package io.sightline.runtime;

import org.jspecify.annotations.Nullable;

/** Start-up cannot go on, and there is a way out. */
final class StartupException extends RuntimeException {
    private final String action;

    /** @param action what the operator can do about it */
    StartupException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
