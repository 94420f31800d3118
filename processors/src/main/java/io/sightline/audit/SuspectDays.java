package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Days of which the books have more frames than serving inferences and nothing tells why, or the other way round: view
 * lacking_day.
 */
final class SuspectDays {
    /** More are not named: looking through their rows would take too long. */
    static final int MOST = 31;

    private final Connection connection;
    private final Deadline deadline;

    SuspectDays(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /**
     * The first of them.
     *
     * @param lacking whether it is inferences that lack, rather than frames
     */
    List<LocalDate> find(boolean lacking) throws SQLException {
        var sql = "select day::text from lacking_day where lacking " + (lacking ? ">" : "<")
                + " 0 group by day order by day limit " + MOST;
        var days = new ArrayList<LocalDate>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                days.add(LocalDate.parse(rows.getString(1)));
            }
        }
        return days;
    }
}
