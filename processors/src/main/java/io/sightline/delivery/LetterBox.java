package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Puts dead letters into their table and, in the same transaction, into the outbox: whoever reads their topic gets
 * them.
 */
public final class LetterBox {
    private final DataSource database;
    private final DeadLetterTable table = new DeadLetterTable();
    private final Outbox outbox;

    public LetterBox(DataSource database) {
        this.database = database;
        this.outbox = new Outbox(database);
    }

    /**
     * A letter to keep.
     *
     * @param mail the letter as its topic is to get it; empty when it came from there
     */
    public record Item(DeadLetterRow row, Optional<OutboxRecord> mail) {}

    /** Keeps a letter that its topic does not take. */
    public void keep(Item item) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                insert(connection, List.of(item));
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                Rollback.of(connection, e);
                throw e;
            }
        }
    }

    /** A letter that is there already has been sent, or waits in the outbox: it is not sent once more. */
    void insert(Connection connection, List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        var fresh = Collections.newSetFromMap(new IdentityHashMap<DeadLetterRow, Boolean>());
        fresh.addAll(table.write(connection, items.stream().map(Item::row).toList()));
        outbox.insert(
                connection,
                items.stream()
                        .filter(item -> fresh.contains(item.row()))
                        .flatMap(item -> item.mail().stream())
                        .toList());
    }
}
