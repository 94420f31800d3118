package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the default partitions, which take rows of months without a partition: only what writes past the sink leaves
 * any there, and retention never drops them.
 */
public final class DefaultPartitions {
    /** The tables that have one. */
    public static final List<String> TABLES = List.of("frame", "inference", "detection");

    private static final Logger LOG = LoggerFactory.getLogger(DefaultPartitions.class);
    private static final int MOST_ROWS = 10_000;

    private final DataSource database;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    public DefaultPartitions(DataSource database) {
        this.database = database;
    }

    /** How many rows the default partition of the table held when it was last looked at; counting ends at 10,000. */
    public long rows(String table) {
        return seen.getOrDefault(table, 0L);
    }

    /** Looks at all of them, and says of each that holds rows what to do about it. */
    public void look() throws SQLException {
        try (var connection = database.getConnection()) {
            for (var table : TABLES) {
                seen.put(table, look(connection, table));
            }
        }
    }

    private static long look(Connection connection, String table) throws SQLException {
        var sql = "select count(*), to_char(min(captured_at at time zone 'UTC'), 'YYYY-MM') from"
                + " (select captured_at from " + table + "_default limit " + MOST_ROWS + ") found";
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            answer.next();
            long rows = answer.getLong(1);
            if (rows > 0) {
                LOG.atWarn()
                        .addKeyValue("table", table)
                        .addKeyValue("rows", rows)
                        .log("the default partition holds rows that belong to a month; move them, month by month, with:"
                                + " select ensure_month('" + answer.getString(2) + "-01T00:00:00Z')");
            }
            return rows;
        }
    }
}
