package io.sightline.live;

import io.sightline.failure.Secrets;

/** A file has no mistake that can be seen in it, but its routes do not start. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    private LoadException(String message, Throwable cause) {
        super(message, cause);
    }

    static LoadException of(Throwable failure) {
        return failure instanceof LoadException known ? known : new LoadException(reason(failure), failure);
    }

    /** Camel wraps what is wrong in several layers, and the innermost says it; what lets anybody in is left out. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : Secrets.hiddenInText(message);
    }
}
