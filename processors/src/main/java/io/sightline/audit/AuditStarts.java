package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Table audit_start: the account of a partition of the frames topic begins when it is seen for the first time, and
 * notes how far its log went when it was seen last.
 */
final class AuditStarts {
    private static final String KNOWN = "select partition from audit_start where topic_id = ?";
    // Whatever is known of the topic by then is part of the account, also when the log has forgotten it.
    private static final String BEGIN = """
            insert into audit_start (topic_id, partition, topic, start_offset)
            select id, number, name, least(earliest,
              (select min(first_offset) from origin_count where topic_id = id and partition = number),
              (select min(failed_offset) from dead_letter
                where stage = 'ingest' and failed_topic_id = id and failed_partition = number and failed_offset >= 0))
            from (values (?, ?, ?, ?)) as t (id, number, name, earliest)
            on conflict do nothing""";
    // Somebody else who writes the same at this moment does so for both.
    private static final String LOOK = """
            with due as (
              select s.topic_id, s.partition, greatest(s.last_end, seen.log_end) as log_end
              from audit_start s join unnest(?, ?) as seen (partition, log_end) on seen.partition = s.partition
              where s.topic_id = ?
                and (s.last_end is distinct from greatest(s.last_end, seen.log_end) or s.last_seen < now() - interval '1 minute')
              for no key update of s skip locked)
            update audit_start s set last_end = due.log_end, last_seen = now()
            from due where s.topic_id = due.topic_id and s.partition = due.partition""";

    private AuditStarts() {}

    static void begin(Connection connection, BrokerState state, String topic) throws SQLException {
        var id = state.ids().get(topic);
        if (id == null) {
            return;
        }
        var known = known(connection, id);
        for (var partition : state.partitions(topic)) {
            if (!known.contains(partition.partition())) {
                try (var statement = connection.prepareStatement(BEGIN)) {
                    statement.setObject(1, id);
                    statement.setInt(2, partition.partition());
                    statement.setString(3, topic);
                    statement.setLong(4, state.log(partition).start());
                    statement.executeUpdate();
                }
            }
        }
    }

    /** Notes how far the logs go. */
    static void look(Connection connection, BrokerState state, String topic) throws SQLException {
        var id = state.ids().get(topic);
        var partitions = state.partitions(topic);
        if (id == null || partitions.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(LOOK)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int",
                            partitions.stream().map(TopicPartition::partition).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            partitions.stream()
                                    .map(partition -> state.log(partition).end())
                                    .toArray()));
            statement.setObject(3, id);
            statement.executeUpdate();
        }
    }

    private static HashSet<Integer> known(Connection connection, UUID id) throws SQLException {
        var known = new HashSet<Integer>();
        try (var statement = connection.prepareStatement(KNOWN)) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getInt(1));
                }
            }
        }
        return known;
    }
}
