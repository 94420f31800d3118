package io.sightline.failure;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Decides of any exception whether time cures it.
 *
 * <p>What the servers' clients report of outages counts as transient, because an outage must never make a dead letter.
 * What is left, a fault of our own code for one record, counts as permanent, because it would hold up its neighbours
 * for ever. Of an outage it tells which server is away, where that can be known.
 */
public final class FailureClassifier {
    private static final int DEEPEST_CAUSE = 20;
    private static final Set<String> OBJECT_IS_GONE = Set.of("NoSuchKey", "NoSuchObject", "ResourceNotFound");
    /** Data exception, integrity constraint violation, program limit exceeded: the row is at fault, not the server. */
    private static final Set<String> ROW_IS_AT_FAULT = Set.of("22", "23", "54");

    /** Connection exception, insufficient resources, shutting down or starting up. */
    private static final Set<String> SERVER_IS_AWAY = Set.of("08", "53", "57P");

    /** The failure that an exception amounts to. */
    public Failure classify(Throwable thrown) {
        var causes = causes(thrown);
        // However deep it is and whatever was made of it: it says nothing about the record.
        return causes.stream()
                .filter(FailureClassifier::isOutOfResources)
                .findFirst()
                .<Failure>map(cause -> new TransientFailure(FailureCode.OVERLOADED, describe(cause), cause))
                .or(() ->
                        causes.stream().flatMap(cause -> known(cause).stream()).findFirst())
                .orElseGet(() -> new PermanentFailure(FailureCode.UNEXPECTED_FAILURE, describe(thrown), thrown));
    }

    /**
     * Whether the message was written for people, and may be told to clients: that of a library may say what is
     * nobody's business.
     */
    public static boolean isOurs(Throwable thrown) {
        return causes(thrown).stream().anyMatch(Failure.class::isInstance);
    }

    /** The exception and what caused it, outermost first, as far as it is told: causes may refer to each other. */
    public static List<Throwable> causes(Throwable thrown) {
        var causes = new ArrayList<Throwable>();
        for (var cause = thrown; cause != null && causes.size() < DEEPEST_CAUSE; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Recursion that ends in no stack would do so for the same record again: that one is our fault. */
    private static boolean isOutOfResources(Throwable cause) {
        return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
    }

    private static Optional<Failure> known(Throwable cause) {
        if (cause instanceof Failure failure) {
            return Optional.of(failure);
        }
        if (cause instanceof ErrorResponseException refused
                && OBJECT_IS_GONE.contains(refused.errorResponse().code())) {
            var object = refused.errorResponse().bucketName() + "/"
                    + refused.errorResponse().objectName();
            return Optional.of(new PermanentFailure(
                    FailureCode.CLAIM_MISSING, "object " + object + " is not in the store; put it back", cause));
        }
        if (cause instanceof SQLException refused
                && refused.getSQLState() != null
                && refused.getSQLState().length() >= 2
                && ROW_IS_AT_FAULT.contains(refused.getSQLState().substring(0, 2))) {
            return Optional.of(new PermanentFailure(FailureCode.CONSTRAINT_VIOLATION, describe(cause), cause));
        }
        return isOutage(cause)
                ? Optional.of(new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE, describe(cause), cause, whoIsAway(cause)))
                : Optional.empty();
    }

    private static boolean isOutage(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof MinioException
                || cause instanceof SQLException
                || cause instanceof RetriableException
                // Of a Kafka whose names stand for nothing now.
                || cause instanceof ConfigException
                // A certificate or token that is not accepted says nothing about the record.
                || cause instanceof AuthenticationException
                || cause instanceof TimeoutException
                || cause instanceof InterruptedException
                // The process is ending: whoever reads the record next has threads.
                || cause instanceof RejectedExecutionException
                || (cause instanceof ExecutionException && cause.getCause() == null);
    }

    private static @Nullable Dependency whoIsAway(Throwable cause) {
        if (cause instanceof SQLException refused) {
            return isAboutTheServer(refused) ? Dependency.POSTGRESQL : null;
        }
        if (cause instanceof RetriableException
                || cause instanceof ConfigException
                || cause instanceof AuthenticationException) {
            return Dependency.KAFKA;
        }
        // The clients of all the other servers wrap what their sockets throw.
        return cause instanceof MinioException || cause instanceof IOException ? Dependency.S3 : null;
    }

    /** A deadlock, a statement that took too long: the next try may succeed at once. */
    private static boolean isAboutTheServer(SQLException refused) {
        var state = refused.getSQLState();
        // Without a state it is no answer of the server: the pool has closed the connection, or has none to give.
        return state == null
                || refused instanceof SQLTransientConnectionException
                || refused instanceof SQLNonTransientConnectionException
                || SERVER_IS_AWAY.stream().anyMatch(state::startsWith);
    }

    private static String describe(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }
}
