package io.sightline.gate;

import io.sightline.failure.Dependency;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database behind its gate: whoever asks for a connection while PostgreSQL is known to be away is refused at once,
 * and does not hold a thread until the pool has waited in vain.
 */
public final class GatedDatabase implements DataSource {
    private final DataSource pool;
    private final Gates gates;

    public GatedDatabase(DataSource pool, Gates gates) {
        this.pool = pool;
        this.gates = gates;
    }

    /** @throws SQLTransientConnectionException when PostgreSQL is known to be away, or the pool has waited in vain */
    @Override
    public Connection getConnection() throws SQLException {
        if (!gates.isOpen(Dependency.POSTGRESQL)) {
            throw new SQLTransientConnectionException("PostgreSQL is known to be away");
        }
        return pool.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool has one user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        pool.setLogWriter(writer);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
