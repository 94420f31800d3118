package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Makes the partitions of a month before the first row of it is written.
 *
 * <p>In a transaction of its own: a new partition locks tables, which must not last as long as a batch. What was made
 * is remembered, but not believed: the transaction of the batch looks again and holds the partitions, because retention
 * may have dropped one in between.
 */
public final class MonthPartitions {
    private static final String SERIALIZATION_FAILURE = "40001";

    private final DataSource database;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    public MonthPartitions(DataSource database) {
        this.database = database;
    }

    /**
     * Makes the partitions of a month and of the months after it, where they lack.
     *
     * @param ahead how many months after it
     */
    public void makeAhead(YearMonth first, int ahead) throws SQLException {
        for (var month :
                IntStream.rangeClosed(0, ahead).mapToObj(first::plusMonths).toList()) {
            make(month);
            made.add(month);
        }
    }

    /**
     * Makes the partitions that lack, then holds those of the tables until the connection's transaction ends.
     *
     * @throws SQLException of class 40, which a repetition cures, when a partition was dropped in between
     */
    void ensure(Connection connection, Collection<Instant> moments, String... tables) throws SQLException {
        var months = moments.stream()
                .map(moment -> YearMonth.from(moment.atZone(ZoneOffset.UTC)))
                .collect(Collectors.toSet());
        for (var month : months) {
            if (!made.contains(month)) {
                make(month);
                made.add(month);
            }
        }
        try {
            hold(connection, months, tables);
        } catch (SQLException e) {
            if (SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                made.removeAll(months);
            }
            throw e;
        }
    }

    private void make(YearMonth month) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                // Whoever waits here may itself hold what another waits for; an error is tried again, a standstill is
                // not.
                statement.execute("set local lock_timeout = '10s'");
                statement.execute("select ensure_month('" + firstMoment(month) + "')");
            }
            connection.commit();
        }
    }

    private static void hold(Connection connection, Set<YearMonth> months, String... tables) throws SQLException {
        List<String> moments = months.stream().map(MonthPartitions::firstMoment).toList();
        try (var statement = connection.prepareStatement("select hold_months(?, ?)")) {
            statement.setArray(1, connection.createArrayOf("text", tables));
            statement.setArray(2, connection.createArrayOf("timestamptz", moments.toArray()));
            statement.execute();
        }
    }

    private static String firstMoment(YearMonth month) {
        return month + "-01T00:00:00Z";
    }
}
