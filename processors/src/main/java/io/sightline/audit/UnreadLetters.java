package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters of the sink for records that nobody could read, and that are not resolved. Each may stand for a frame that is
 * missing; or for nothing, because whoever may write to a topic can write there what nobody can read.
 *
 * <p>What Sightline writes says in its header {@code ce_id} what it is: a claim has the id of its frame, a letter its
 * own. Of those that name something that is there nothing can be missing. A header can be forged, so that it is only
 * ever taken for a reason not to excuse a loss.
 */
final class UnreadLetters {
    /** Looking up more would take too long; each of the rest may stand for something. */
    private static final int MOST_LOOKED_UP = 1_000;

    private static final int MOST_NAMED = 5;

    // Bytes of any kind come out of encode as text; only what looks like an id becomes one.
    private static final String UNREAD = """
            (select event_id, first_failed_at,
                case when header ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then header::uuid end as id
              from (
                select event_id, first_failed_at, encode(decode(original_headers ->> 'ce_id', 'base64'), 'escape') as header
                from dead_letter
                where state <> 'resolved' and stage = 'sink' and failed_topic = any (?) and frame_id is null
                order by first_failed_at, event_id limit %d) told) letters
            where not exists (select from frame f where f.frame_id = letters.id)
              and not exists (select from dead_letter d where d.frame_id = letters.id and d.stage = 'ingest')
              and not exists (select from dead_letter d where d.event_id = letters.id)""".formatted(MOST_LOOKED_UP);
    // One thing that several records name is missing once.
    private static final String COUNT = "select count(*) filter (where id is null) + count(distinct id) from " + UNREAD;
    private static final String FIRST =
            "select event_id::text from " + UNREAD + " order by first_failed_at, event_id limit " + MOST_NAMED;

    private final Connection connection;

    UnreadLetters(Connection connection) {
        this.connection = connection;
    }

    /**
     * How many things these letters may stand for.
     *
     * @param letters how many letters there are of the topic
     */
    long count(String topic, long letters) throws SQLException {
        var counted = ask(COUNT, List.of(topic)).get(0);
        return Long.parseLong(counted) + Math.max(0, letters - MOST_LOOKED_UP);
    }

    /** Ids of the first letters of these topics, at most five, the eldest first. */
    List<String> first(List<String> topics) throws SQLException {
        return ask(FIRST, topics);
    }

    private List<String> ask(String sql, List<String> topics) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", topics.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
