package io.sightline.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Transactions in which the promoter writes: each begins with the question whether it still leads.
 *
 * @param lease the promoter's own
 */
public record Transactions(DataSource database, Lease lease) {
    /** What is done in a transaction. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Does the work and commits it.
     *
     * @throws io.sightline.failure.TransientFailure FENCED when another process leads; nothing is written then
     */
    <T> T under(Term term, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lease.fence(connection, term);
                var result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /**
     * A connection that is gone cannot roll back and need not: the server does. The first failure is the one to tell.
     */
    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
