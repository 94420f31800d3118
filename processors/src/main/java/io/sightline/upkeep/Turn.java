package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time do a piece of work, by an advisory lock of PostgreSQL. The lock belongs to the connection
 * that the work uses: with it the lock is lost, and the work's next statement fails.
 */
public final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /**
     * Counting the rows of a partition takes longer than anything that the pipeline asks. The pool gives the connection
     * its usual patience back.
     */
    private static final int LONGEST_STATEMENT_MILLIS = 60 * 60 * 1000;

    private final DataSource database;

    public Turn(DataSource database) {
        this.database = database;
    }

    /** Work that needs the turn. */
    interface Work<T> {
        Optional<T> on(Connection connection) throws SQLException;
    }

    /** Does the work, unless another process is at it. */
    <T> Optional<T> take(String name, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(hashtext(?))", name)) {
                return Optional.empty();
            }
            try {
                connection.setNetworkTimeout(Runnable::run, LONGEST_STATEMENT_MILLIS);
                return work.on(connection);
            } finally {
                leave(connection, name);
            }
        }
    }

    private static void leave(Connection connection, String name) {
        try {
            ask(connection, "select pg_advisory_unlock(hashtext(?))", name);
        } catch (SQLException e) {
            // A connection that is gone holds nothing any more.
            LOG.atDebug().addKeyValue("turn", name).log("the connection broke before the lock was given back", e);
        }
    }

    private static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, "sightline." + name);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }
}
