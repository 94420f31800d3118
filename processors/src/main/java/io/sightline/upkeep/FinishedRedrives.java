package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Deletes redrives of which it has been known for long what became of each letter. Nothing is counted by them; the
 * letters themselves stay.
 */
final class FinishedRedrives {
    private static final String FINISHED = """
            from redrive r where not sending and requested_at <= ?::timestamptz
              and not exists (
                select from redrive_letter l where l.redrive_id = r.id
                  and (l.fate = 'pending' or l.settled_at > ?::timestamptz))""";

    private final Connection connection;

    FinishedRedrives(Connection connection) {
        this.connection = connection;
    }

    /** How many were finished at this moment or before it. */
    long count(Instant moment) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) " + FINISHED)) {
            statement.setString(1, moment.toString());
            statement.setString(2, moment.toString());
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    /** Deletes those that were finished at this moment or before it, with what they say of letters. */
    long delete(Instant moment) throws SQLException {
        try (var statement = connection.prepareStatement("delete " + FINISHED)) {
            statement.setString(1, moment.toString());
            statement.setString(2, moment.toString());
            return statement.executeUpdate();
        }
    }
}
