package io.sightline.audit;

import io.sightline.audit.Books.Letters;
import io.sightline.audit.Books.OriginRow;
import io.sightline.audit.Books.SinkRow;
import io.sightline.audit.Books.Unread;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters: tables sink_offset, sink_day, origin_count, audit_start, retention_count and dead_letter, none of
 * which grows with the frames. Only for letters of the sink that nobody could read, and no more than a thousand of each
 * topic, rows of frames are looked up, by id.
 */
final class BookTables {
    static final String SINKS = """
            select consumer_group, topic, partition, topic_id, start_offset, next_offset, stored, duplicate, dead_lettered,
              skipped, expired from sink_offset order by topic, partition""";
    // Letters that retention dropped are counted still; those whose frame is there are counted as frames.
    static final String ORIGINS = """
            select s.topic_id, s.topic, s.partition, s.start_offset, s.written_off,
              (select coalesce(sum(o.frames), 0) from origin_count o
                where o.topic_id = s.topic_id and o.partition = s.partition),
              (select count(*) from dead_letter d where d.stage = 'ingest' and not d.frame_stored
                and d.failed_topic_id = s.topic_id and d.failed_partition = s.partition and d.failed_offset is not null)
              + (select coalesce(sum(r.row_count), 0) from retention_count r where r.kind = 'failed' and r.stage = 'ingest'
                and not r.frame_stored and r.topic_id = s.topic_id and r.partition = s.partition)
            from audit_start s order by s.topic, s.partition, s.first_seen""";
    static final String TOTALS = "select coalesce(sum(frames), 0), coalesce(sum(serving), 0) from sink_day";
    // Frames with a letter of detect, or of the sink for their inference; one that has both is one.
    static final String FATES = """
            select count(*) filter (where opened), count(*) filter (where not opened) from (
              select frame_id, bool_or(state = 'open') as opened from (
                select frame_id, state from dead_letter
                where state <> 'resolved' and stage = 'detect' and frame_id is not null
                union all
                select frame_id, state from dead_letter
                where state <> 'resolved' and stage = 'sink' and failed_topic = ? and frame_id is not null
                  and not inference_stored) letters
              group by frame_id) frames""";
    static final String UNREAD = """
            select failed_topic, count(*) from dead_letter
            where state <> 'resolved' and stage = 'sink' and frame_id is null group by failed_topic""";

    private final Connection connection;
    private final AuditTopics topics;
    private final BrokerState state;

    /** @param state what was read before: records that ingest was not done with by then are not asked for */
    BookTables(Connection connection, AuditTopics topics, BrokerState state) {
        this.connection = connection;
        this.topics = topics;
        this.state = state;
    }

    Books read() throws SQLException {
        var totals = numbers(TOTALS);
        var refused = new RefusedClaims(connection, topics.claims()).number();
        return new Books(sinks(), origins(refused.frames() > 0), totals[0], totals[1], letters(refused));
    }

    private List<SinkRow> sinks() throws SQLException {
        var found = new ArrayList<SinkRow>();
        try (var statement = connection.prepareStatement(SINKS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new SinkRow(
                        rows.getString(1),
                        new TopicPartition(rows.getString(2), rows.getInt(3)),
                        rows.getObject(4, UUID.class),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10),
                        rows.getLong(11)));
            }
        }
        return found;
    }

    private List<OriginRow> origins(boolean claimsWereRefused) throws SQLException {
        var refused = new RefusedClaims(connection, topics.claims());
        var found = new ArrayList<OriginRow>();
        try (var statement = connection.prepareStatement(ORIGINS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var topicId = rows.getObject(1, UUID.class);
                var partition = new TopicPartition(rows.getString(2), rows.getInt(3));
                long start = rows.getLong(4);
                long letters = rows.getLong(7);
                if (claimsWereRefused) {
                    long position =
                            state.committed(AuditTopics.INGEST, partition).orElse(start);
                    letters += refused.records(topicId, partition.partition(), start, position);
                }
                found.add(new OriginRow(topicId, partition, start, rows.getLong(6), letters, rows.getLong(5)));
            }
        }
        return found;
    }

    private Letters letters(RefusedClaims.Number refused) throws SQLException {
        var fates = numbers(FATES, topics.inferences());
        var unread = Unread.NONE;
        try (var statement = connection.prepareStatement(UNREAD);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var topic = rows.getString(1);
                unread = unread(unread, topic, new UnreadLetters(connection).find(topic, rows.getLong(2)));
            }
        }
        return new Letters(fates[0], fates[1], refused.frames(), refused.unplaced(), unread);
    }

    private Unread unread(Unread known, @Nullable String topic, UnreadLetters.Found found) {
        if (topics.claims().equals(topic)) {
            return new Unread(found.unknown(), known.inferences(), known.letters(), found.records());
        }
        if (topics.inferences().equals(topic)) {
            return new Unread(known.claims(), found.all(), known.letters(), known.records());
        }
        return topics.deadLetters().equals(topic)
                ? new Unread(known.claims(), known.inferences(), found.all(), known.records())
                : known;
    }

    /** The numbers of the only row. */
    private long[] numbers(String sql, String... texts) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < texts.length; i++) {
                statement.setString(i + 1, texts[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                var numbers = new long[rows.getMetaData().getColumnCount()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = rows.getLong(i + 1);
                }
                return numbers;
            }
        }
    }
}
