package io.sightline.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What is asked of PostgreSQL. */
public final class DatabaseQuestions {
    /** From where on the ages of rows and the lease of the promoter mean something else to each machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String TABLES = " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition"
            + " and c.relname <> 'flyway_schema_history'";

    private final Supplier<DataSource> database;
    private final Clock clock;

    public DatabaseQuestions(Supplier<DataSource> database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether it lets this login in, and what it is. */
    public Finding server() throws SQLException {
        try (var connection = database.get().getConnection()) {
            return DatabaseRules.server(
                    Integer.parseInt(text(connection, "show server_version_num")),
                    text(connection, "show server_version"),
                    text(connection, "show transaction_read_only").equals("on"));
        }
    }

    /** Whether the role may do what the runtime does; {@code stores}: whether it adds partitions, too. */
    public Finding role(boolean stores) throws SQLException {
        try (var connection = database.get().getConnection()) {
            return DatabaseRules.role(
                    text(connection, "select current_user"),
                    text(connection, "select current_schema()"),
                    texts(connection, "select c.relname" + TABLES).size(),
                    texts(
                            connection,
                            "select c.relname" + TABLES
                                    + " and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')"
                                    + " and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))"
                                    + " order by 1"),
                    texts(
                            connection,
                            "select c.relname" + TABLES
                                    + " and c.relkind = 'p' and not pg_has_role(c.relowner, 'usage') order by 1"),
                    text(connection, "select has_schema_privilege(current_schema(), 'create')")
                            .equals("t"),
                    stores);
        }
    }

    /** Compares clocks. */
    public Finding clock() throws SQLException {
        try (var connection = database.get().getConnection();
                var statement = connection.createStatement()) {
            var before = clock.instant();
            try (var rows = statement.executeQuery("select clock_timestamp()")) {
                rows.next();
                var now = rows.getObject(1, OffsetDateTime.class).toInstant();
                return ClockRules.judge(
                        "clock.postgresql",
                        now,
                        before,
                        clock.instant(),
                        LIMIT,
                        "leases and the ages of rows are taken for what they are not");
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        return texts(connection, query).get(0);
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
