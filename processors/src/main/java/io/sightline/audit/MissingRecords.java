package io.sightline.audit;

import io.sightline.delivery.FrameOrigin;
import io.sightline.frame.Identities;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Looks for records of the frames topic that are neither frame nor letter, from the last that ingest is done with back
 * to the beginning of the account, until as many were found as are missing. A frame's id follows from its record's
 * offset, so that each offset is asked for along an index: it costs the same whatever the tables hold.
 *
 * <p>Which of a range retention has dropped before it wrote that down nobody knows: of such a range nothing is said.
 */
final class MissingRecords {
    /** Offsets that are asked for at once. */
    private static final int BLOCK = 2_000;

    private static final String FRAMES = """
            select frame_id, claim_topic_id, claim_partition, claim_offset, received_at from frame
            where frame_id = any (?)""";
    private static final String LETTERS = """
            select failed_offset from dead_letter where stage = 'ingest' and not frame_stored
              and failed_topic_id = ? and failed_partition = ? and failed_offset >= ? and failed_offset < ?
            union all
            select origin_offset from dead_letter
            where state <> 'resolved' and stage = 'sink' and not frame_stored and failed_topic = ?
              and origin_topic_id = ? and origin_partition = ? and origin_offset >= ? and origin_offset < ?""";
    // A frame that has a letter was made again later, out of turn.
    private static final String OUT_OF_TURN =
            "select frame_id from dead_letter where frame_id = any (?) and stage <> 'detect'";

    private final Connection connection;
    private final Deadline deadline;
    private final String claims;
    private final List<SuspectLetter> letters;
    private final Set<UUID> wanted = new HashSet<>();

    /** @param letters that may stand for such records */
    MissingRecords(Connection connection, Deadline deadline, String claims, List<SuspectLetter> letters) {
        this.connection = connection;
        this.deadline = deadline;
        this.claims = claims;
        this.letters = letters.stream().filter(letter -> letter.names() == null).toList();
        for (var letter : letters) {
            if (letter.names() != null) {
                wanted.add(letter.names());
            }
        }
    }

    private record Stored(SuspectLetter.Place claim, Instant receivedAt) {}

    /** As many as the time allows. */
    AbsentRecords find(IngestAccount account) throws SQLException {
        var finds = new RecordFinds(account, new LetterOrder(letters));
        try {
            var dropped = new DroppedRanges(connection, deadline, account.row().framesPartition());
            // What lies before the eldest tells which letters are older than that.
            boolean isOrderKnown = letters.isEmpty();
            while (finds.searched() > account.row().start() && !(finds.isComplete() && isOrderKnown)) {
                long begin = dropped.begin(finds.searched() - 1);
                if (begin < finds.searched()) {
                    finds.searched(Math.max(account.row().start(), begin));
                } else {
                    isOrderKnown |= finds.isComplete();
                    search(finds, dropped);
                }
            }
        } catch (SQLException e) {
            if (!Deadline.isPassed(e)) {
                throw e;
            }
        }
        return finds.result();
    }

    private void search(RecordFinds finds, DroppedRanges dropped) throws SQLException {
        var partition = finds.account().row().framesPartition();
        long end = finds.searched();
        long first = Math.max(finds.account().row().start(), end - BLOCK);
        var ids = new ArrayList<UUID>();
        for (long offset = first; offset < end; offset++) {
            ids.add(Identities.frame(new FrameOrigin(partition.topicId(), partition.number(), offset).position()));
        }
        var stored = stored(ids);
        var lettered = lettered(partition, first, end);
        var outOfTurn = letters.isEmpty() ? Set.<UUID>of() : outOfTurn(ids);
        for (long offset = end - 1; offset >= first; offset--) {
            var id = ids.get((int) (offset - first));
            var frame = stored.get(id);
            if (frame != null) {
                if (!outOfTurn.contains(id)) {
                    finds.order().see(offset, frame.claim(), frame.receivedAt());
                }
            } else if (!finds.isComplete() && !lettered.contains(offset) && dropped.begin(offset) > offset) {
                finds.add(offset);
                name(finds, id, offset);
            }
        }
        finds.searched(first);
    }

    private void name(RecordFinds finds, UUID frameId, long offset) {
        if (!wanted.isEmpty()) {
            for (var name : List.of(frameId, Identities.deadLetter("ingest", frameId))) {
                if (wanted.contains(name)) {
                    finds.name(name, offset);
                }
            }
        }
    }

    private Map<UUID, Stored> stored(List<UUID> ids) throws SQLException {
        var stored = new HashMap<UUID, Stored>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(FRAMES)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.put(
                            rows.getObject(1, UUID.class),
                            new Stored(
                                    new SuspectLetter.Place(
                                            rows.getObject(2, UUID.class), rows.getInt(3), rows.getLong(4)),
                                    rows.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return stored;
    }

    private Set<Long> lettered(FramesPartition partition, long first, long end) throws SQLException {
        var offsets = new HashSet<Long>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(LETTERS)) {
            statement.setString(5, claims);
            for (int place : List.of(1, 6)) {
                statement.setObject(place, partition.topicId());
                statement.setInt(place + 1, partition.number());
                statement.setLong(place + 2, first);
                statement.setLong(place + 3, end);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    offsets.add(rows.getLong(1));
                }
            }
        }
        return offsets;
    }

    private Set<UUID> outOfTurn(List<UUID> ids) throws SQLException {
        var frames = new HashSet<UUID>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(OUT_OF_TURN)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    frames.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return frames;
    }
}
