package io.sightline.audit;

import io.sightline.delivery.FrameOrigin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Letters of the sink for records that nobody could read, and that are not resolved. Each may stand for a frame that is
 * missing; or for nothing, because whoever may write to a topic can write there what nobody can read.
 *
 * <p>What Sightline writes says in its header {@code ce_id} what it is: a claim has the id of its frame, a letter its
 * own. Of those that name something that is there nothing can be missing; and a claim that names its record in
 * {@code ce_origin} stands for no other. Anybody can write such headers. All that they do here is to keep a letter from
 * standing for more than it says; a letter without them may stand for anything, so that nothing is gained by forging.
 */
final class UnreadLetters {
    /** Looking up more would take too long; each of the rest may stand for something. */
    private static final int MOST_LOOKED_UP = 1_000;

    private static final int MOST_NAMED = 5;

    /** Entries of an index alone: the letters themselves are long. */
    static final String IDS = """
            select event_id from dead_letter
            where state <> 'resolved' and stage = 'sink' and failed_topic = asked.topic and frame_id is null
            order by first_failed_at, event_id limit %d""".formatted(MOST_LOOKED_UP);
    // Bytes of any kind come out of encode as text; only what looks like an id becomes one.
    private static final String UNREAD = """
            (select event_id, first_failed_at, origin,
                case when header ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then header::uuid end as id
              from (
                select d.event_id, d.first_failed_at,
                  encode(decode(d.original_headers ->> 'ce_id', 'base64'), 'escape') as header,
                  encode(decode(d.original_headers ->> 'ce_origin', 'base64'), 'escape') as origin
                from unnest(?) as asked (topic) cross join lateral (%s) eldest
                join dead_letter d on d.event_id = eldest.event_id) told) letters
            where not exists (select from frame f where f.frame_id = letters.id offset 0)
              and not exists (select from dead_letter d where d.frame_id = letters.id and d.stage = 'ingest' offset 0)
              and not exists (select from dead_letter d where d.event_id = letters.id offset 0)
            order by first_failed_at, event_id""".formatted(IDS);
    static final String ALL = "select id, origin from " + UNREAD;
    private static final String FIRST = "select event_id::text, id, origin from " + UNREAD;

    private final Connection connection;

    UnreadLetters(Connection connection) {
        this.connection = connection;
    }

    /**
     * What letters may stand for.
     *
     * @param unknown things of which nobody knows what they are
     * @param records records of the frames topic, by its partition
     */
    record Found(long unknown, Map<FramesPartition, Long> records) {
        long all() {
            return unknown
                    + records.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What the letters of a topic may stand for.
     *
     * @param letters how many letters there are of it
     */
    Found find(@Nullable String topic, long letters) throws SQLException {
        long unknown = Math.max(0, letters - MOST_LOOKED_UP);
        var records = new HashMap<FramesPartition, Long>();
        var things = new HashSet<UUID>();
        try (var statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, connection.createArrayOf("text", new Object[] {topic}));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getObject(1, UUID.class);
                    var partition = partition(id, rows.getString(2));
                    if (id != null && !things.add(id)) {
                        // One thing that several letters name is missing once.
                        continue;
                    }
                    if (partition == null) {
                        unknown++;
                    } else {
                        records.merge(partition, 1L, Long::sum);
                    }
                }
            }
        }
        return new Found(unknown, records);
    }

    /**
     * Ids of the first letters of these topics, at most five, the eldest first.
     *
     * @param partition those alone that may stand for a record of this partition; null for all
     */
    List<String> first(List<String> topics, @Nullable FramesPartition partition) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.prepareStatement(FIRST)) {
            statement.setArray(1, connection.createArrayOf("text", topics.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next() && found.size() < MOST_NAMED) {
                    var told = partition(rows.getObject(2, UUID.class), rows.getString(3));
                    if (partition == null || told == null || told.equals(partition)) {
                        found.add(rows.getString(1));
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable FramesPartition partition(@Nullable UUID frameId, @Nullable String header) {
        return FrameOrigin.of(frameId, header).map(FramesPartition::of).orElse(null);
    }
}
