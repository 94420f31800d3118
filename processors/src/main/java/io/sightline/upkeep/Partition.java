package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition of a table.
 *
 * @param name its name, quoted where SQL wants that
 * @param from first moment whose rows it holds
 * @param to first moment after it
 */
record Partition(String table, String name, Instant from, Instant to) {
    // One without an end, or the default one, has no such bounds and is never listed.
    private static final String ENDED = """
            select c.oid::regclass::text, bounds.low, bounds.high
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
            cross join lateral (select regexp_match(pg_get_expr(c.relpartbound, c.oid),
              'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)') as texts) found
            cross join lateral (select texts[1]::timestamptz as low, texts[2]::timestamptz as high) bounds
            where i.inhparent = ?::regclass and bounds.high <= ?::timestamptz
            order by bounds.high""";

    private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

    /** Partitions of the table that end at this moment or before it, the oldest first. */
    static List<Partition> endedBy(Connection connection, String table, Instant moment) throws SQLException {
        var partitions = new ArrayList<Partition>();
        try (var statement = connection.prepareStatement(ENDED)) {
            statement.setString(1, table);
            statement.setString(2, moment.toString());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    partitions.add(new Partition(
                            table,
                            rows.getString(1),
                            rows.getObject(2, OffsetDateTime.class).toInstant(),
                            rows.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return partitions;
    }

    /** Whether the table has a partition of a time that the other one is of too. */
    static boolean stands(Connection connection, String table, Partition other) throws SQLException {
        return endedBy(connection, table, ALWAYS).stream()
                .anyMatch(partition ->
                        partition.from().isBefore(other.to()) && partition.to().isAfter(other.from()));
    }

    /** How many rows it holds. */
    long rows(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("select count(*) from " + name)) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
