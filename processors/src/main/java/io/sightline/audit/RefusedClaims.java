package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/**
 * Claims that the database refused: letters of the sink that are not resolved, name a frame, and whose frame was never
 * stored. Such a letter is the fate of its frame; of a record of the frames topic only where the claim came of one,
 * which its header {@code ce_origin} says. A frame that came over REST excuses no record.
 *
 * <p>The header fits the frame's id, or it is not believed; but anybody can compute a pair that fits. So a letter
 * excuses the one record that it names, once, when ingest is done with that and it has no other fate. Whoever may write
 * claims can excuse the loss of a record by one in its name, and a look at the letter is what tells.
 */
final class RefusedClaims {
    private static final String REFUSED = """
            from dead_letter letters where state <> 'resolved' and stage = 'sink' and failed_topic = ?
              and frame_id is not null and not frame_stored""";
    // A record that has a letter of ingest as well is counted by that. The offset keeps the planner from reading all of
    // those instead of looking the frame up.
    private static final String NOT_OF_INGEST = """
            not exists (select from dead_letter d
              where d.frame_id = letters.frame_id and d.stage = 'ingest' and not d.frame_stored offset 0)""";
    /** How many frames, and how many of them came of nobody knows which record. */
    static final String FRAMES = "select count(*), count(*) filter (where not told and " + NOT_OF_INGEST + ")"
            + " from (select frame_id, bool_or(origin_told) as told " + REFUSED + " group by frame_id) letters";

    /** Looking at more would take too long. */
    private static final int MOST_LOOKED_AT = 1_000;

    static final String UNPLACED = "select event_id, frame_id " + REFUSED + " and not origin_told and " + NOT_OF_INGEST
            + " order by frame_id limit " + MOST_LOOKED_AT;
    static final String RECORDS = """
            select count(*) from (
              select origin_offset from dead_letter
              where state <> 'resolved' and stage = 'sink' and not frame_stored and failed_topic = ?
                and origin_topic_id = ? and origin_partition = ? and origin_offset >= ? and origin_offset < ?
              group by origin_offset) refused
            where not exists (select from dead_letter d where d.stage = 'ingest' and not d.frame_stored
              and d.failed_topic_id = ? and d.failed_partition = ? and d.failed_offset = refused.origin_offset)""";

    private final Connection connection;
    private final String claims;

    RefusedClaims(Connection connection, String claims) {
        this.connection = connection;
        this.claims = claims;
    }

    /**
     * How many there are.
     *
     * @param unplaced letters that name a frame, but neither its record nor that it came over REST, as claims of former
     *     versions do not. Nothing else accounts for the frame's record, if it has one.
     */
    record Number(long frames, Pile unplaced) {}

    Number number() throws SQLException {
        try (var statement = connection.prepareStatement(FRAMES)) {
            statement.setString(1, claims);
            try (var rows = statement.executeQuery()) {
                rows.next();
                long unplaced = rows.getLong(2);
                return new Number(rows.getLong(1), unplaced == 0 ? Pile.NONE : unplaced(unplaced));
            }
        }
    }

    private Pile unplaced(long frames) throws SQLException {
        var found = new LinkedHashMap<UUID, SuspectLetter>();
        try (var statement = connection.prepareStatement(UNPLACED)) {
            statement.setString(1, claims);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var frame = rows.getObject(2, UUID.class);
                    found.putIfAbsent(frame, SuspectLetter.ofFrame(rows.getObject(1, UUID.class), frame));
                }
            }
        }
        return new Pile(List.copyOf(found.values()), Math.max(0, frames - found.size()));
    }

    /** Records from one offset to before another whose only fate is a refused claim. */
    long records(UUID topicId, int partition, long from, long to) throws SQLException {
        try (var statement = connection.prepareStatement(RECORDS)) {
            statement.setString(1, claims);
            statement.setObject(2, topicId);
            statement.setInt(3, partition);
            statement.setLong(4, from);
            statement.setLong(5, to);
            statement.setObject(6, topicId);
            statement.setInt(7, partition);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
