package io.sightline.live;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.Secrets;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jspecify.annotations.Nullable;

/** A file has no mistake that can be seen in it, but its routes do not start. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int FEW_WORDS = 3;
    /** Exceptions that are mostly thrown with a sentence of their own. */
    private static final Set<Class<?>> SENTENCES = Set.of(
            Exception.class, IllegalArgumentException.class, IllegalStateException.class, RuntimeException.class);

    LoadException(String message) {
        super(message);
    }

    /** The failure itself is not kept: its messages may hold the value of a Secret. */
    static LoadException of(Throwable failure, CamelContext camel) {
        return failure instanceof LoadException known ? known : new LoadException(reason(failure, camel));
    }

    /**
     * Camel wraps what is wrong in several layers: one knows the route, and the innermost says what it is, in one line;
     * what lets anybody in is left out.
     */
    static String reason(Throwable failure, CamelContext camel) {
        var causes = FailureClassifier.causes(failure);
        var route = causes.stream()
                .flatMap(cause -> Stream.ofNullable(route(cause)))
                .reduce((outer, inner) -> inner);
        return route.map(id -> "route '" + id + "': ").orElse("") + said(causes.get(causes.size() - 1), camel);
    }

    private static @Nullable String route(Throwable cause) {
        if (cause instanceof FailedToCreateRouteException creation) {
            return creation.getRouteId();
        }
        return cause instanceof FailedToStartRouteException start ? start.getRouteId() : null;
    }

    private static String said(Throwable cause, CamelContext camel) {
        var type = cause.getClass().getSimpleName();
        var message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return type;
        }
        var line = Secrets.hiddenInText(MountedValues.hidden(camel, message))
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
        return saysLittle(cause, line) ? type + ": " + line : line;
    }

    /** The messages of Java's own exceptions say what went wrong only beside their names, as those of few words do. */
    private static boolean saysLittle(Throwable cause, String line) {
        var type = cause.getClass();
        boolean isForPeople = SENTENCES.contains(type) || !type.getPackageName().equals("java.lang");
        return !isForPeople || line.split("\\s+").length < FEW_WORDS;
    }
}
