package io.sightline.benchmark.sink;

import io.sightline.delivery.BareStatements;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The sink's statements by themselves: as fast as they can be, and without any promise. */
public final class BareWriter implements RowWriter {
    private final BareStatements statements;

    public BareWriter(DataSource database) throws SQLException {
        statements = new BareStatements(database);
    }

    @Override
    public void write(Delivery delivery) throws SQLException {
        statements.frames(delivery.frames());
        statements.inferences(delivery.inferences());
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
