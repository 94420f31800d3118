package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/** Until when several questions to the database may take together. */
final class Deadline {
    private static final String TOO_LONG = "57014";

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /**
     * Gives the next question of the transaction the time that is left.
     *
     * @throws SQLException when there is none, with the state of a question that took too long
     */
    void limit(Connection connection) throws SQLException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        // To PostgreSQL 0 means for ever.
        if (millis <= 0) {
            throw new SQLTimeoutException("no time is left for the next question", TOO_LONG);
        }
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + millis);
        }
    }

    static boolean isPassed(SQLException e) {
        return TOO_LONG.equals(e.getSQLState());
    }
}
