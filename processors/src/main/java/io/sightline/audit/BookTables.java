package io.sightline.audit;

import io.sightline.audit.Books.Letters;
import io.sightline.audit.Books.Look;
import io.sightline.audit.Books.OriginRow;
import io.sightline.audit.Books.SinkRow;
import io.sightline.audit.Books.StoredRow;
import io.sightline.audit.Books.Unread;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters: tables sink_offset, sink_day, origin_count, audit_start, audit_write_off, written_off_record,
 * retention_drop, retention_count and dead_letter, none of which grows with the frames; and of written_off_frame, which
 * grows with those that are dropped without an inference, what was written off. Only for letters of the sink that
 * nobody could read, and no more than a thousand of each topic, rows of frames are looked up, by id.
 */
final class BookTables {
    static final String SINKS = """
            select consumer_group, topic, partition, topic_id, start_offset, next_offset, stored, duplicate, dead_lettered,
              skipped, expired from sink_offset order by topic, partition""";
    static final String ORIGINS = """
            select s.topic_id, s.topic, s.partition, s.start_offset, s.written_off,
              (select coalesce(sum(o.frames), 0) from origin_count o
                where o.topic_id = s.topic_id and o.partition = s.partition),
              s.last_end, s.last_seen
            from audit_start s order by s.topic, s.partition, s.first_seen""";
    static final String STORED = """
            select topic_id, min(topic), partition, sum(frames), sum(serving), sum(inferences)
            from sink_day group by topic_id, partition""";
    // Frames with a letter of detect, or of the sink for their inference; one that has both is one.
    static final String FATES = """
            select count(*) filter (where opened), count(*) filter (where not opened) from (
              select frame_id, bool_or(state = 'open') as opened from frame_letter group by frame_id) frames""";
    // One that has a letter since is counted by that.
    static final String FATELESS = """
            select unserved + (select count(*) from written_off_frame w
                where bound and not exists (select from frame_letter l where l.frame_id = w.frame_id)),
              greatest(0, (select coalesce(sum(unserved), 0) from retention_drop) - unserved), frames
            from audit_write_off""";
    static final String UNREAD = """
            select failed_topic, count(*) from dead_letter
            where state <> 'resolved' and stage = 'sink' and frame_id is null group by failed_topic""";

    private final Connection connection;
    private final AuditTopics topics;
    private final BrokerState state;

    /**
     * @param state what was read before: of records that ingest was not done with by then only letters are asked for
     */
    BookTables(Connection connection, AuditTopics topics, BrokerState state) {
        this.connection = connection;
        this.topics = topics;
        this.state = state;
    }

    Books read() throws SQLException {
        var refused = new RefusedClaims(connection, topics.claims()).number();
        var fateless = numbers(FATELESS);
        return new Books(
                sinks(),
                origins(refused.frames() > 0),
                stored(),
                letters(refused),
                new Books.Fateless(fateless[0], fateless[1], fateless[2]));
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
        var found = new ArrayList<OriginRow>();
        try (var statement = connection.prepareStatement(ORIGINS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var topicId = rows.getObject(1, UUID.class);
                var partition = new TopicPartition(rows.getString(2), rows.getInt(3));
                var row = new OriginRow(
                        topicId, partition, rows.getLong(4), rows.getLong(6), 0, 0, 0, rows.getLong(5), look(rows));
                found.add(withLetters(row, claimsWereRefused));
            }
        }
        return found;
    }

    private static @Nullable Look look(ResultSet row) throws SQLException {
        var at = row.getObject(8, OffsetDateTime.class);
        return at == null ? null : new Look(row.getLong(7), at.toInstant());
    }

    private OriginRow withLetters(OriginRow row, boolean claimsWereRefused) throws SQLException {
        // Of a topic that is not there any more all records are asked for.
        long position = Long.MAX_VALUE;
        long end = Long.MAX_VALUE;
        var log = state.logs().get(row.partition());
        if (log != null && row.topicId().equals(state.ids().get(row.partition().topic()))) {
            position = state.committed(AuditTopics.INGEST, row.partition()).orElse(row.start());
            end = Math.max(position, log.end());
        }
        int number = row.partition().partition();
        var ofIngest = new IngestLetters(connection);
        long letters = ofIngest.records(row.topicId(), number, row.start(), position);
        if (claimsWereRefused) {
            letters += new RefusedClaims(connection, topics.claims())
                    .records(row.topicId(), number, row.start(), position);
        }
        long ahead = position < end ? ofIngest.records(row.topicId(), number, position, end) : 0;
        return new OriginRow(
                row.topicId(),
                row.partition(),
                row.start(),
                row.frames(),
                letters,
                ahead,
                new WriteOffs(connection).records(row.topicId(), number, row.start(), position),
                row.formerly(),
                row.look());
    }

    private List<StoredRow> stored() throws SQLException {
        var found = new ArrayList<StoredRow>();
        try (var statement = connection.prepareStatement(STORED);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new StoredRow(
                        rows.getObject(1, UUID.class),
                        new TopicPartition(rows.getString(2), rows.getInt(3)),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6)));
            }
        }
        return found;
    }

    private Letters letters(RefusedClaims.Number refused) throws SQLException {
        var fates = numbers(FATES);
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

    private Unread unread(Unread known, @Nullable String topic, Pile letters) {
        if (topics.claims().equals(topic)) {
            return new Unread(letters, known.inferences(), known.letters());
        }
        if (topics.inferences().equals(topic)) {
            return new Unread(known.claims(), letters, known.letters());
        }
        return topics.deadLetters().equals(topic) ? new Unread(known.claims(), known.inferences(), letters) : known;
    }

    /** The numbers of the only row. */
    private long[] numbers(String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            rows.next();
            var numbers = new long[rows.getMetaData().getColumnCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = rows.getLong(i + 1);
            }
            return numbers;
        }
    }
}
