package io.sightline.delivery;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Makes the partitions of a month before the first row of it is written.
 *
 * <p>In a transaction of its own: a new partition locks the whole table, which must not last as long as a batch.
 */
public final class MonthPartitions {
    private final DataSource database;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    public MonthPartitions(DataSource database) {
        this.database = database;
    }

    void ensure(Collection<Instant> moments) throws SQLException {
        var months = moments.stream()
                .map(moment -> YearMonth.from(moment.atZone(ZoneOffset.UTC)))
                .collect(Collectors.toSet());
        months.removeAll(made);
        for (var month : months) {
            make(month);
            made.add(month);
        }
    }

    private void make(YearMonth month) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select ensure_month(?::timestamptz)")) {
            statement.setString(1, month + "-01T00:00:00Z");
            statement.execute();
        }
    }
}
