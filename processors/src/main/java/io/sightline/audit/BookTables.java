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
 * which grows with the frames. Only for letters of the sink that are not resolved, which are few, rows of their frames
 * are looked up, by id.
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
    static final String DETECT_LETTERS = """
            select count(*) filter (where opened), count(*) filter (where not opened) from (
              select bool_or(state = 'open') as opened from dead_letter
              where state <> 'resolved' and stage = 'detect' and frame_id is not null group by frame_id) frames""";
    static final String SINK_LETTERS = """
            select failed_topic, count(*) filter (where frame_id is null), count(distinct frame_id) from dead_letter
            where state <> 'resolved' and stage = 'sink' group by failed_topic""";
    // A frame that has a letter of detect as well is counted by that. The offset, here and elsewhere, keeps the planner
    // from reading the whole table once instead of looking the ids up in it.
    static final String UNINFERRED = """
            select count(*) filter (where opened), count(*) filter (where not opened) from (
              select frame_id, bool_or(state = 'open') as opened from dead_letter
              where state <> 'resolved' and stage = 'sink' and failed_topic = ? and frame_id is not null
              group by frame_id limit %d) letters
            where not exists (select from inference i where i.frame_id = letters.frame_id and i.purpose = 'SERVING' offset 0)
              and not exists (select from dead_letter d
                where d.frame_id = letters.frame_id and d.state <> 'resolved' and d.stage = 'detect' offset 0)""";
    /** Looking up more would take too long; whether the rest stands for frames is not known then. */
    private static final int MOST_LOOKED_UP = 1_000;

    private final Connection connection;
    private final AuditTopics topics;

    BookTables(Connection connection, AuditTopics topics) {
        this.connection = connection;
        this.topics = topics;
    }

    Books read() throws SQLException {
        var totals = numbers(TOTALS);
        var refused = RefusedClaims.read(connection, topics.claims(), MOST_LOOKED_UP);
        return new Books(sinks(), origins(refused), totals[0], totals[1], letters(refused.frames()));
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

    private List<OriginRow> origins(RefusedClaims refused) throws SQLException {
        var found = new ArrayList<OriginRow>();
        try (var statement = connection.prepareStatement(ORIGINS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var topicId = rows.getObject(1, UUID.class);
                int partition = rows.getInt(3);
                found.add(new OriginRow(
                        topicId,
                        new TopicPartition(rows.getString(2), partition),
                        rows.getLong(4),
                        rows.getLong(6),
                        rows.getLong(7) + refused.of(new FramesPartition(topicId, partition)),
                        rows.getLong(5)));
            }
        }
        return found;
    }

    private Letters letters(long unstored) throws SQLException {
        var detect = numbers(DETECT_LETTERS);
        long failed = detect[0];
        long redriving = detect[1];
        var unread = Unread.NONE;
        try (var statement = connection.prepareStatement(SINK_LETTERS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var topic = rows.getString(1);
                boolean named = rows.getLong(3) > 0;
                if (rows.getLong(2) > 0 || rows.getLong(3) > MOST_LOOKED_UP) {
                    var letters = new UnreadLetters(connection).find(topic, rows.getLong(2));
                    unread = unread(unread, topic, letters, Math.max(0, rows.getLong(3) - MOST_LOOKED_UP));
                }
                if (named && topics.inferences().equals(topic)) {
                    var frames = numbers(UNINFERRED.formatted(MOST_LOOKED_UP), topic);
                    failed += frames[0];
                    redriving += frames[1];
                }
            }
        }
        return new Letters(failed, redriving, unstored, unread);
    }

    /** @param others letters that were not looked up */
    private Unread unread(Unread known, @Nullable String topic, UnreadLetters.Found found, long others) {
        if (topics.claims().equals(topic)) {
            return new Unread(found.unknown() + others, known.inferences(), known.letters(), found.records());
        }
        if (topics.inferences().equals(topic)) {
            return new Unread(known.claims(), found.all() + others, known.letters(), known.records());
        }
        return topics.deadLetters().equals(topic)
                ? new Unread(known.claims(), known.inferences(), found.all() + others, known.records())
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
