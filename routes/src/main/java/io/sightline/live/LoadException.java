package io.sightline.live;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.Secrets;
import org.apache.camel.CamelContext;

/** A file has no mistake that can be seen in it, but its routes do not start. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    /** The failure itself is not kept: its messages may hold the value of a Secret. */
    static LoadException of(Throwable failure, CamelContext camel) {
        return failure instanceof LoadException known ? known : new LoadException(reason(failure, camel));
    }

    /** Camel wraps what is wrong in several layers, and the innermost says it; what lets anybody in is left out. */
    static String reason(Throwable failure, CamelContext camel) {
        var causes = FailureClassifier.causes(failure);
        var cause = causes.get(causes.size() - 1);
        var message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : Secrets.hiddenInText(MountedValues.hidden(camel, message));
    }
}
