package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Looks for frames that have neither a serving inference nor an open letter. */
final class MissingFates {
    private static final int MOST = 10_000;
    private static final String QUESTION = "select f.frame_id, f.received_at" + FirstIds.WITHOUT_FATE;

    private final Connection connection;
    private final Deadline deadline;

    MissingFates(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /**
     * The eldest of them. Those that came last are taken for the ones on their way.
     *
     * @param lacking how many there are that are not on their way
     */
    AbsentFates find(long lacking) throws SQLException {
        var found = new ArrayList<AbsentFates.Frame>();
        boolean isAll = true;
        try {
            var days = new SuspectDays(connection, deadline).find(true);
            isAll = days.size() < SuspectDays.MOST;
            for (var day : days) {
                isAll &= add(found, day);
            }
        } catch (SQLException e) {
            if (!Deadline.isPassed(e)) {
                throw e;
            }
            isAll = false;
        }
        var eldest = found.stream()
                .sorted(Comparator.comparing(AbsentFates.Frame::receivedAt))
                .limit(lacking)
                .toList();
        return AbsentFates.of(eldest, lacking - (isAll ? eldest.size() : 0));
    }

    /** Adds those of a day; answers whether they are all. */
    private boolean add(List<AbsentFates.Frame> found, LocalDate day) throws SQLException {
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(QUESTION + " limit " + (MOST - found.size()))) {
            statement.setString(1, DayWindow.start(day).toString());
            statement.setString(2, DayWindow.start(day.plusDays(1)).toString());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new AbsentFates.Frame(
                            rows.getObject(1, UUID.class),
                            rows.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return found.size() < MOST;
    }
}
