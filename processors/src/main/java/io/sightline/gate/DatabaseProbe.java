package io.sightline.gate;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

/** Asks PostgreSQL something through a pooled connection. */
public record DatabaseProbe(DataSource database) implements Probe {
    private static final int SECONDS = 3;

    @Override
    public void check() throws SQLException {
        try (var connection = database.getConnection()) {
            if (!connection.isValid(SECONDS)) {
                throw new SQLTransientConnectionException("no answer within " + SECONDS + " s");
            }
        }
    }
}
