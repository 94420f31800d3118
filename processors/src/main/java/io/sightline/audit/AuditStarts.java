package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.UUID;

/** Table audit_start: the account of a partition of the frames topic begins when it is seen for the first time. */
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
