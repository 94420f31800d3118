package io.sightline.delivery;

import io.sightline.delivery.Entry.Letter;
import io.sightline.delivery.Entry.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/**
 * One transaction: the positions first, because that fences off every other process; then the rows and the letters that
 * the records became.
 *
 * @param <T> a row
 */
final class SinkTransaction<T> {
    /**
     * Whoever holds what the sink needs is waited for no longer than that; the batch is delivered again then, as after
     * an outage. It is less than the pool lets a statement take (socketTimeout): the connection is not lost over it.
     */
    private static final String PATIENCE = "set local lock_timeout = '20s'";

    private final DataSource database;
    private final SinkOffsets offsets;
    private final Table<T> table;
    private final LetterBox letters;

    SinkTransaction(DataSource database, SinkOffsets offsets, Table<T> table) {
        this.database = database;
        this.offsets = offsets;
        this.table = table;
        this.letters = new LetterBox(database);
    }

    /** @return how many of the rows were there before */
    int commit(List<Entry<T>> part, List<Advance> steps) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(PATIENCE);
                offsets.advance(connection, steps);
                var rows = rows(part);
                lockLetters(connection, part, rows);
                var duplicates = insertRows(connection, rows);
                offsets.recount(connection, duplicates);
                insertLetters(connection, part);
                connection.commit();
                return duplicates.values().stream().mapToInt(Integer::intValue).sum();
            } catch (SQLException | RuntimeException e) {
                Rollback.of(connection, e);
                throw e;
            }
        }
    }

    private static <T> List<Row<T>> rows(List<Entry<T>> part) {
        var rows = new ArrayList<Row<T>>();
        for (var entry : part) {
            if (entry instanceof Row<T> row) {
                rows.add(row);
            }
        }
        return rows;
    }

    /**
     * Before the rows: whoever has written some must not wait for the others who have. Behind their months: others wait
     * for this lock who hold the table that whoever drops a month waits for.
     */
    private void lockLetters(Connection connection, List<Entry<T>> part, List<Row<T>> rows) throws SQLException {
        for (var entry : part) {
            if (entry instanceof Letter<T> letter && letter.letter().getFrameId() != null) {
                if (!rows.isEmpty()) {
                    table.hold(connection, rows.stream().map(Row::row).toList());
                }
                LetterLock.forLetters(connection);
                return;
            }
        }
    }

    private Map<TopicPartition, Integer> insertRows(Connection connection, List<Row<T>> rows) throws SQLException {
        var duplicates = new TreeMap<TopicPartition, Integer>(Batch.ORDER);
        if (rows.isEmpty()) {
            return duplicates;
        }
        var fresh = Collections.newSetFromMap(new IdentityHashMap<T, Boolean>());
        fresh.addAll(table.insert(connection, rows.stream().map(Row::row).toList()));
        rows.stream()
                .filter(row -> !fresh.contains(row.row()))
                .forEach(row -> duplicates.merge(Batch.partition(row), 1, Integer::sum));
        return duplicates;
    }

    private void insertLetters(Connection connection, List<Entry<T>> part) throws SQLException {
        var items = new ArrayList<LetterBox.Item>();
        for (var entry : part) {
            if (entry instanceof Letter<T> letter) {
                items.add(new LetterBox.Item(new DeadLetterRow(letter.letter(), letter.record()), letter.mail()));
            }
        }
        letters.insert(connection, items);
        RedrivenLetters.resolve(
                connection,
                items.stream()
                        .map(LetterBox.Item::row)
                        .map(row -> RedrivenLetters.Arrival.ofRefused(
                                row.record(), row.letter().getFrameId(), table.madeBy()))
                        .toList());
    }
}
