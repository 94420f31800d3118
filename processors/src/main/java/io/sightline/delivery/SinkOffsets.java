package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** Table sink_offset, as one consumer group sees it. */
final class SinkOffsets {
    private static final String FIND =
            "select topic_id, next_offset from sink_offset where consumer_group = ? and topic = ? and partition = ?";
    private static final String PARTITIONS =
            "select partition from sink_offset where consumer_group = ? and topic = ? order by partition";
    private static final String BEGIN =
            "insert into sink_offset (consumer_group, topic, partition, topic_id, start_offset, next_offset)"
                    + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";
    // All rows count as new at first; those that were not are counted otherwise before the commit.
    private static final String ADVANCE = """
            update sink_offset set next_offset = ?, stored = stored + ?, dead_lettered = dead_lettered + ?,
              skipped = skipped + ?, updated_at = now()
            where consumer_group = ? and topic = ? and partition = ? and topic_id = ? and next_offset = ?""";
    private static final String DUPLICATES = """
            update sink_offset set stored = stored - ?, duplicate = duplicate + ?
            where consumer_group = ? and topic = ? and partition = ?""";

    private final DataSource database;
    private final String group;

    SinkOffsets(DataSource database, String group) {
        this.database = database;
        this.group = group;
    }

    Optional<Position> find(TopicPartition partition) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            bindPartition(statement, 1, partition);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Position(rows.getObject(1, UUID.class), rows.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    /** The partitions of the topic that the group has a position in. */
    List<TopicPartition> partitions(String topic) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(PARTITIONS)) {
            statement.setString(1, group);
            statement.setString(2, topic);
            var found = new ArrayList<TopicPartition>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new TopicPartition(topic, rows.getInt(1)));
                }
            }
            return found;
        }
    }

    /** Makes the row of a partition, unless another process was faster. */
    void begin(TopicPartition partition, UUID topicId, long start) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(BEGIN)) {
            bindPartition(statement, 1, partition);
            statement.setObject(4, topicId);
            statement.setLong(5, start);
            statement.setLong(6, start);
            statement.executeUpdate();
        }
    }

    /**
     * Takes the steps in the connection's transaction, in the order of the list, which every process keeps.
     *
     * @throws TransientFailure FENCED when a position is no longer what this process believes
     */
    void advance(Connection connection, List<Advance> steps) throws SQLException {
        try (var statement = connection.prepareStatement(ADVANCE)) {
            for (var step : steps) {
                statement.setLong(1, step.next());
                statement.setLong(2, step.rows());
                statement.setLong(3, step.letters());
                statement.setLong(4, step.skipped());
                bindPartition(statement, 5, step.partition());
                statement.setObject(8, step.topicId());
                statement.setLong(9, step.position());
                statement.addBatch();
            }
            var changed = statement.executeBatch();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] != 1) {
                    throw fenced(steps.get(i));
                }
            }
        }
    }

    /** Counts rows that were there before as what they are. */
    void recount(Connection connection, Map<TopicPartition, Integer> duplicates) throws SQLException {
        if (duplicates.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(DUPLICATES)) {
            for (var entry : duplicates.entrySet()) {
                statement.setLong(1, entry.getValue());
                statement.setLong(2, entry.getValue());
                bindPartition(statement, 3, entry.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void bindPartition(PreparedStatement statement, int first, TopicPartition partition) throws SQLException {
        statement.setString(first, group);
        statement.setString(first + 1, partition.topic());
        statement.setInt(first + 2, partition.partition());
    }

    private TransientFailure fenced(Advance step) {
        return new TransientFailure(
                FailureCode.FENCED,
                "another process of group " + group + " has moved the position of " + step.partition() + ", here "
                        + step.position() + "; nothing was stored, the position is read again");
    }
}
