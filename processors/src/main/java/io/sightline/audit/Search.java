package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Looks for what is missing when the counters say that something is, in the transaction that read the counters, as far
 * as the time allows: what it was, and so which letters may stand for it.
 */
final class Search {
    private final Connection connection;
    private final Deadline deadline;

    /** After the search the transaction can only be ended, because a question that took too long ends it. */
    Search(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** Nothing is read where nothing is missing. */
    Absent absent(Reading reading) throws SQLException {
        var records = new HashMap<FramesPartition, AbsentRecords>();
        var search = new MissingRecords(connection, deadline, reading.topics().claims(), suspects(reading));
        for (var account : IngestAccount.of(reading)) {
            if (account.lacking() > 0) {
                records.put(account.row().framesPartition(), search.find(account));
            }
        }
        long lacking = FrameBalance.of(reading).lacking();
        return new Absent(records, lacking > 0 ? new MissingFates(connection, deadline).find(lacking) : null);
    }

    /** All letters that may stand for a record. */
    private static List<SuspectLetter> suspects(Reading reading) {
        var letters = reading.books().letters();
        var all = new ArrayList<>(letters.unplaced().known());
        all.addAll(letters.unread().claims().known());
        all.addAll(letters.unread().letters().known());
        return all;
    }
}
