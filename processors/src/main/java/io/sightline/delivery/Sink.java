package io.sightline.delivery;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Stores batches: one transaction for all rows, so that a batch is there whole or not at all.
 *
 * <p>When the database refuses a row, the batch is halved until the row stands alone: its neighbours are stored, it is
 * handed back. When the database is away, nothing is stored and the caller delivers the batch again.
 *
 * @param <T> a row
 */
public final class Sink<T> {
    private final DataSource database;
    private final Table<T> table;
    private final FailureClassifier classifier;

    public Sink(DataSource database, Table<T> table, FailureClassifier classifier) {
        this.database = database;
        this.table = table;
        this.classifier = classifier;
    }

    /**
     * What became of a batch.
     *
     * @param stored rows that were new
     * @param duplicates rows that were there before
     * @param refused rows that the database will never take
     */
    public record Outcome<T>(int stored, int duplicates, List<Refused<T>> refused) {}

    /** A row that the database will never take, and why. */
    public record Refused<T>(T row, PermanentFailure failure) {}

    /**
     * Stores the rows.
     *
     * @throws io.sightline.failure.TransientFailure DEPENDENCY_UNAVAILABLE when the database does not answer
     */
    public Outcome<T> store(List<T> rows) {
        if (rows.isEmpty()) {
            return new Outcome<>(0, 0, List.of());
        }
        try {
            int inserted = inTransaction(rows);
            return new Outcome<>(inserted, rows.size() - inserted, List.of());
        } catch (SQLException e) {
            var failure = classifier.classify(e);
            if (!(failure instanceof PermanentFailure refusal)) {
                throw failure;
            }
            return rows.size() == 1
                    ? new Outcome<>(0, 0, List.of(new Refused<>(rows.get(0), refusal)))
                    : storeHalves(rows);
        }
    }

    private Outcome<T> storeHalves(List<T> rows) {
        int middle = rows.size() / 2;
        var first = store(rows.subList(0, middle));
        var second = store(rows.subList(middle, rows.size()));
        var refused = new ArrayList<>(first.refused());
        refused.addAll(second.refused());
        return new Outcome<>(
                first.stored() + second.stored(), first.duplicates() + second.duplicates(), List.copyOf(refused));
    }

    private int inTransaction(List<T> rows) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int inserted = table.insert(connection, rows);
                connection.commit();
                return inserted;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
