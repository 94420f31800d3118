package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;

/** Ends a transaction that failed. */
final class Rollback {
    private Rollback() {}

    /**
     * A connection that is gone cannot roll back and need not: the server does. The first failure is the one to tell.
     */
    static void of(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
