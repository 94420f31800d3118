package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps a letter and the frame or the inference that it is about from being written at the same time, unseen by each
 * other: both would stay, the letter open or its record counted twice. Frames and inferences exclude letters but not
 * each other; letters are rare. Whoever takes it holds positions already and no rows yet, so that nobody waits in a
 * circle.
 */
final class LetterLock {
    private LetterLock() {}

    static void forLetters(Connection connection) throws SQLException {
        take(connection, "select pg_advisory_xact_lock(hashtext('sightline.letters'))");
    }

    static void forFrames(Connection connection) throws SQLException {
        forInferences(connection);
    }

    static void forInferences(Connection connection) throws SQLException {
        take(connection, "select pg_advisory_xact_lock_shared(hashtext('sightline.letters'))");
    }

    private static void take(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
