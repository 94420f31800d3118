package io.sightline.audit;

import io.sightline.delivery.FrameOrigin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Letters of the sink for records that nobody could read, and that are not resolved. Each may stand for a frame that is
 * missing; or for nothing, because whoever may write to a topic can write there what nobody can read.
 *
 * <p>What Sightline writes says in its header {@code ce_id} what it is: a claim has the id of its frame, a letter its
 * own, an inference its own. Of those that name something that is there nothing can be missing, and the others stand
 * for nothing but what they name. Anybody can write such headers. All that they do here is to keep a letter from
 * standing for more than it says; a letter without them may stand for anything that it is not older than, so that
 * nothing is gained by forging.
 */
final class UnreadLetters {
    /** Looking up more would take too long; each of the rest may stand for something. */
    private static final int MOST_LOOKED_UP = 1_000;

    /** Entries of an index alone: the letters themselves are long. */
    static final String IDS = """
            select event_id from dead_letter
            where state <> 'resolved' and stage = 'sink' and failed_topic = asked.topic and frame_id is null
            order by first_failed_at, event_id limit %d""".formatted(MOST_LOOKED_UP);
    // Bytes of any kind come out of encode as text; only what looks like an id becomes one.
    private static final String UNREAD = """
            (select event_id, first_failed_at, failed_topic_id, failed_partition, failed_offset, origin,
                case when header ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then header::uuid end as id
              from (
                select d.event_id, d.first_failed_at, d.failed_topic_id, d.failed_partition, d.failed_offset,
                  encode(decode(d.original_headers ->> 'ce_id', 'base64'), 'escape') as header,
                  encode(decode(d.original_headers ->> 'ce_origin', 'base64'), 'escape') as origin
                from unnest(?) as asked (topic) cross join lateral (%s) eldest
                join dead_letter d on d.event_id = eldest.event_id) told) letters
            where not exists (select from frame f where f.frame_id = letters.id offset 0)
              and not exists (select from dead_letter d where d.frame_id = letters.id and d.stage = 'ingest' offset 0)
              and not exists (select from dead_letter d where d.event_id = letters.id offset 0)
            order by first_failed_at, event_id""".formatted(IDS);
    static final String ALL = "select event_id, id, origin, failed_topic_id, failed_partition, failed_offset,"
            + " first_failed_at from " + UNREAD;

    private final Connection connection;

    UnreadLetters(Connection connection) {
        this.connection = connection;
    }

    /**
     * The letters of a topic.
     *
     * @param letters how many there are of it
     */
    Pile find(@Nullable String topic, long letters) throws SQLException {
        var known = new ArrayList<SuspectLetter>();
        var things = new HashSet<UUID>();
        try (var statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, connection.createArrayOf("text", new Object[] {topic}));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var letter = letter(rows);
                    // One thing that several letters name is missing once.
                    if (letter.names() == null || things.add(letter.names())) {
                        known.add(letter);
                    }
                }
            }
        }
        return new Pile(known, Math.max(0, letters - MOST_LOOKED_UP));
    }

    private static SuspectLetter letter(ResultSet rows) throws SQLException {
        var names = rows.getObject(2, UUID.class);
        var origin = rows.getString(3);
        var topicId = rows.getObject(4, UUID.class);
        return new SuspectLetter(
                rows.getObject(1, UUID.class),
                names,
                FrameOrigin.of(names, origin).orElse(null),
                FrameOrigin.NONE.equals(origin),
                topicId == null ? null : new SuspectLetter.Place(topicId, rows.getInt(5), rows.getLong(6)),
                rows.getObject(7, OffsetDateTime.class).toInstant());
    }
}
