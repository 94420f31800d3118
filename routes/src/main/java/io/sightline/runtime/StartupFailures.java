package io.sightline.runtime;

import io.sightline.failure.PermanentFailure;
import java.util.Set;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words what to do when start-up ends. */
final class StartupFailures extends AbstractFailureAnalyzer<RuntimeException> {
    /** Beginnings of SQL states: connection, authorization, unknown database, no room, stopping or starting up. */
    private static final Set<String> CONNECTION_STATES = Set.of("08", "28", "3D", "53", "57P");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
        var startup = findCause(root, StartupException.class);
        if (startup != null) {
            return new FailureAnalysis(startup.getMessage(), startup.action(), startup);
        }
        var failure = findCause(root, PermanentFailure.class);
        if (failure != null) {
            return new FailureAnalysis(
                    failure.getMessage(), "The README lists all settings and all keys of detector.yaml.", failure);
        }
        var refused = findCause(root, PSQLException.class);
        if (refused != null && isAboutTheConnection(refused.getSQLState())) {
            return noDatabase(refused);
        }
        var flyway = findCause(root, FlywayException.class);
        if (flyway == null || flyway.getErrorCode() != CoreErrorCode.DB_CONNECTION || flyway.getCause() == null) {
            return null;
        }
        return noDatabase(refused == null ? flyway.getCause() : refused);
    }

    private static boolean isAboutTheConnection(@Nullable String state) {
        return state != null && CONNECTION_STATES.stream().anyMatch(state::startsWith);
    }

    /**
     * Says what the server said: what the pool and Flyway wrap around it holds the URL, and that may hold a password.
     */
    private static FailureAnalysis noDatabase(Throwable cause) {
        return new FailureAnalysis(
                "PostgreSQL cannot be used: " + cause.getMessage(),
                "Look at spring.datasource.url, .username and .password, and whether the server is up and has the"
                        + " database; spring.flyway.connect-retries says how often to try.",
                cause);
    }
}
