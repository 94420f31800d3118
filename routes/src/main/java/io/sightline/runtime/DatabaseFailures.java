package io.sightline.runtime;

import java.util.Set;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says in plain words which database cannot be used, and why, when start-up ends for that. */
final class DatabaseFailures extends AbstractFailureAnalyzer<RuntimeException> {
    /** Beginnings of SQL states: connection, authorization, unknown database, no room, stopping or starting up. */
    private static final Set<String> CONNECTION_STATES = Set.of("08", "28", "3D", "53", "57P");

    private final Environment environment;

    DatabaseFailures(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
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
    private FailureAnalysis noDatabase(Throwable cause) {
        var place = Servers.database(environment)
                .map(server -> " at " + server.address())
                .orElse("");
        return new FailureAnalysis(
                "PostgreSQL" + place + " cannot be used: " + cause.getMessage(),
                "Look at spring.datasource.url, .username and .password, and whether the server is up and has the"
                        + " database; spring.flyway.connect-retries says how often to try.",
                cause);
    }
}
