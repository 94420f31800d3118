package io.sightline.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database with all tables; its connections can be told to die. */
public final class TestDatabase {
    private final DataSource real;
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    /** What happens to the next transactions. */
    public enum Fault {
        NONE,
        /** No connection can be had. */
        AWAY,
        /** The connection dies on the way to the server: nothing is committed. */
        DIES_BEFORE_COMMIT,
        /** The connection dies on the way back: all is committed, and nobody here knows. */
        DIES_AFTER_COMMIT
    }

    /** What is done in a transaction. */
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    TestDatabase(DataSource real) {
        this.real = real;
    }

    /** The database as the code under test gets it. */
    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (fault == Fault.AWAY) {
                        throw new SQLException("connection refused by the test", "08001");
                    }
                    return connection(real.getConnection());
                });
    }

    public void suffer(Fault next) {
        fault = next;
    }

    /** Transactions that were begun since the last time that this was asked. */
    int transactions() {
        return transactions.getAndSet(0);
    }

    /** Does something in one transaction, on a connection as the code under test gets it. */
    public <T> T inTransaction(Work<T> work) {
        try (var connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            var result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int change(String sql) {
        try (var connection = real.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long number(String sql) {
        try (var connection = real.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Where the sink stands, by partition: next offset, stored, duplicate, dead-lettered, skipped, expired. */
    public String positions() {
        return text("select concat_ws(' ', next_offset, stored, duplicate, dead_lettered, skipped, expired)"
                + " from sink_offset order by partition");
    }

    /**
     * How the server would answer the statement.
     *
     * @param ways that the planner has been told to leave, such as {@code enable_seqscan}
     */
    public String plan(String sql, String... ways) {
        try (var connection = real.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var way : ways) {
                statement.execute("set local " + way + " = off");
            }
            var lines = new StringBuilder();
            try (var rows = statement.executeQuery("explain " + sql)) {
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                }
            }
            connection.rollback();
            return lines.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The only column of the rows, joined by commas. */
    public String text(String sql) {
        try (var connection = real.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select string_agg(t::text, ',') from (" + sql + ") as q (t)")) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connection(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("setAutoCommit")) {
                        transactions.incrementAndGet();
                    }
                    if (method.getName().equals("commit") && fault != Fault.NONE) {
                        die(connection);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void die(Connection connection) throws SQLException {
        if (fault == Fault.DIES_AFTER_COMMIT) {
            connection.commit();
        }
        connection.close();
        throw new SQLException("an I/O error occurred while sending to the backend", "08006");
    }
}
