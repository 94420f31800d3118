package io.sightline.benchmark.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What Kafka Connect's JDBC sink does in its upsert mode: a batch of statements for each table, which overwrite what is
 * there. Kinder than that: the statements stay prepared, and tables that belong together share a transaction.
 */
public final class UpsertWriter implements RowWriter {
    private final Connection connection;
    private final PreparedStatement images;
    private final PreparedStatement frames;
    private final PreparedStatement inferences;
    private final PreparedStatement detections;

    public UpsertWriter(DataSource database) throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
        images = connection.prepareStatement(PlainTables.IMAGE.upsert());
        frames = connection.prepareStatement(PlainTables.FRAME.upsert());
        inferences = connection.prepareStatement(PlainTables.INFERENCE.upsert());
        detections = connection.prepareStatement(PlainTables.DETECTION.upsert());
    }

    @Override
    public void write(Delivery delivery) throws SQLException {
        execute(images, PlainTables.IMAGE, delivery.frames());
        execute(frames, PlainTables.FRAME, delivery.frames());
        connection.commit();
        execute(inferences, PlainTables.INFERENCE, delivery.inferences());
        execute(detections, PlainTables.DETECTION, PlainTables.found(delivery.inferences()));
        connection.commit();
    }

    private static <T> void execute(PreparedStatement statement, PlainTable<T> table, List<T> rows)
            throws SQLException {
        for (var row : rows) {
            int index = 1;
            for (var value : table.values(row)) {
                statement.setObject(index++, value);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Statements end with their connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
