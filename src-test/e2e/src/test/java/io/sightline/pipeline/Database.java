package io.sightline.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The rows of a runtime, read from beside it. */
final class Database {
    private final JdbcTemplate database;

    /** @param settings settings of the runtime */
    Database(Map<String, String> settings) {
        this.database = new JdbcTemplate(new DriverManagerDataSource(
                String.valueOf(settings.get("spring.datasource.url")),
                String.valueOf(settings.get("spring.datasource.username")),
                String.valueOf(settings.get("spring.datasource.password"))));
    }

    /** Rows of a table; 0 as long as there is no such table. */
    int count(String table) {
        return exists(table) ? number("select count(*) from " + table) : 0;
    }

    int number(String sql, Object... arguments) {
        return Objects.requireNonNull(database.queryForObject(sql, Integer.class, arguments));
    }

    List<Map<String, Object>> rows(String sql, Object... arguments) {
        return database.queryForList(sql, arguments);
    }

    int change(String sql, @Nullable Object... arguments) {
        return database.update(sql, arguments);
    }

    /** What is no query and counts no rows. */
    void execute(String sql) {
        database.execute(sql);
    }

    /** Holds a table until it is closed: whoever else wants it waits. */
    Connection lock(String table) throws SQLException {
        var holder = Objects.requireNonNull(database.getDataSource()).getConnection();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return holder;
    }

    private boolean exists(String table) {
        return number("select count(*) from pg_tables where tablename = ?", table) > 0;
    }
}
