package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Records of the frames topic whose fate is a dead letter of ingest. Whoever may write dead letters can write one of
 * ingest for any offset: each counts for the one record that it names, once, and only among the records asked for.
 */
final class IngestLetters {
    // What retention dropped is known as a range: it cannot be more than the range has in common with what is asked
    // for.
    static final String RECORDS = """
            select
              (select count(*) from (
                select from dead_letter where stage = 'ingest' and not frame_stored
                  and failed_topic_id = asked.topic_id and failed_partition = asked.number
                  and failed_offset >= asked.first and failed_offset < asked.following
                group by failed_offset) records)
              + (select coalesce(sum(least(r.row_count, greatest(0,
                  least(r.last_offset + 1, asked.following) - greatest(r.first_offset, asked.first)))), 0)
                from retention_count r where r.kind = 'failed' and r.stage = 'ingest' and not r.frame_stored
                  and r.topic_id = asked.topic_id and r.partition = asked.number)
            from (values (?, ?, ?, ?)) as asked (topic_id, number, first, following)""";

    private final Connection connection;

    IngestLetters(Connection connection) {
        this.connection = connection;
    }

    /** How many there are from one offset to before another, also where retention has dropped the letter since. */
    long records(UUID topicId, int partition, long from, long to) throws SQLException {
        try (var statement = connection.prepareStatement(RECORDS)) {
            statement.setObject(1, topicId);
            statement.setInt(2, partition);
            statement.setLong(3, from);
            statement.setLong(4, to);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
