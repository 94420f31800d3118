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
            try {
                offsets.advance(connection, steps);
                lockLetters(connection, part);
                var duplicates = insertRows(connection, part);
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

    /** Before the rows: whoever has written some must not wait for the others who have. */
    private static <T> void lockLetters(Connection connection, List<Entry<T>> part) throws SQLException {
        for (var entry : part) {
            if (entry instanceof Letter<T> letter && letter.letter().getFrameId() != null) {
                LetterLock.forLetters(connection);
                return;
            }
        }
    }

    private Map<TopicPartition, Integer> insertRows(Connection connection, List<Entry<T>> part) throws SQLException {
        var duplicates = new TreeMap<TopicPartition, Integer>(Batch.ORDER);
        var rows = new ArrayList<Row<T>>();
        for (var entry : part) {
            if (entry instanceof Row<T> row) {
                rows.add(row);
            }
        }
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
