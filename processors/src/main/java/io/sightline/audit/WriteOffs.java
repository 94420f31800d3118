package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Table written_off_record: records of the frames topic that a person has written off and that have no fate. The sink
 * takes out what it stores, so that a record that is read again after all stands for no other one.
 */
final class WriteOffs {
    // Of entries at either end no more count than lie between.
    private static final String RECORDS = """
            select coalesce(sum(case when w.first_offset >= asked.first and w.last_offset < asked.following then w.records
                else least(w.records, offset_count(int8multirange(int8range(asked.first, greatest(asked.first, asked.following)))
                  * coalesce(w.offsets, int8multirange(int8range(w.first_offset, w.last_offset, '[]'))))) end), 0)
            from (values (?, ?, ?, ?)) as asked (topic_id, number, first, following)
            join written_off_record w on w.topic_id = asked.topic_id and w.partition = asked.number
              and w.last_offset >= asked.first and w.first_offset < asked.following""";

    private final Connection connection;

    WriteOffs(Connection connection) {
        this.connection = connection;
    }

    /** How many there are from one offset to before another. */
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
