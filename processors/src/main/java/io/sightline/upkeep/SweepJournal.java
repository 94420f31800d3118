package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tables claim_sweep and claim_sweep_count: what each sweep did, for an operator to read later. */
final class SweepJournal {
    /** Whether a sweep of this kind began after the moment. */
    boolean hasBegunAfter(Connection connection, Instant moment, boolean dryRun) throws SQLException {
        try (var statement = connection.prepareStatement("select exists (select from claim_sweep"
                + " where began_at > ?::timestamptz and dry_run = ? and ended_at is not null and failure is null)")) {
            statement.setString(1, moment.toString());
            statement.setBoolean(2, dryRun);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /** Writes down that a sweep begins; answers its id. */
    long begin(Connection connection, Instant now, boolean dryRun) throws SQLException {
        try (var statement = connection.prepareStatement(
                "insert into claim_sweep (began_at, dry_run) values (?::timestamptz, ?) returning id")) {
            statement.setString(1, now.toString());
            statement.setBoolean(2, dryRun);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    /** Writes down what a sweep did, and why it ended early if it did. */
    void end(Connection connection, long sweep, Instant now, Tally tally, @Nullable String failure)
            throws SQLException {
        try (var counts = connection.prepareStatement(
                "insert into claim_sweep_count (sweep_id, fate, objects, bytes) values (?, ?, ?, ?)")) {
            for (var count : tally.counts().entrySet()) {
                counts.setLong(1, sweep);
                counts.setString(2, count.getKey());
                counts.setLong(3, count.getValue().number());
                counts.setLong(4, count.getValue().bytes());
                counts.executeUpdate();
            }
        }
        try (var statement = connection.prepareStatement(
                "update claim_sweep set ended_at = ?::timestamptz, failure = ? where id = ?")) {
            statement.setString(1, now.toString());
            statement.setString(2, failure);
            statement.setLong(3, sweep);
            statement.executeUpdate();
        }
    }
}
