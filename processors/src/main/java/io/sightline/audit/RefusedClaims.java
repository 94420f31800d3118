package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Claims that the database refused: letters of the sink that are not resolved, name a frame and have no row of it. Such
 * a letter is the fate of its frame; of a record of the frames topic only where the claim came of one, which its header
 * {@code ce_origin} says and the frame's id proves. A frame that came over REST excuses no record.
 *
 * @param frames how many there are
 * @param records how many records they are the only fate of, by partition of the frames topic
 */
record RefusedClaims(long frames, Map<FramesPartition, Long> records) {
    // A record that has a letter of ingest as well is counted by that.
    static final String REFUSED = """
            select frame_id, encode(decode(original_headers ->> 'ce_origin', 'base64'), 'escape'),
              exists (select from dead_letter d
                where d.frame_id = letters.frame_id and d.stage = 'ingest' and not d.frame_stored)
            from (
              select distinct on (frame_id) frame_id, original_headers from dead_letter
              where state <> 'resolved' and stage = 'sink' and failed_topic = ? and frame_id is not null
              order by frame_id limit ?) letters
            where not exists (select from frame f where f.frame_id = letters.frame_id offset 0)""";

    RefusedClaims {
        records = Map.copyOf(records);
    }

    /** @param most how many letters to look up */
    static RefusedClaims read(Connection connection, String claims, int most) throws SQLException {
        long frames = 0;
        var records = new HashMap<FramesPartition, Long>();
        try (var statement = connection.prepareStatement(REFUSED)) {
            statement.setString(1, claims);
            statement.setInt(2, most);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    frames++;
                    var partition = FramesPartition.proven(rows.getObject(1, UUID.class), rows.getString(2));
                    if (partition != null && !rows.getBoolean(3)) {
                        records.merge(partition, 1L, Long::sum);
                    }
                }
            }
        }
        return new RefusedClaims(frames, records);
    }

    long of(FramesPartition partition) {
        return records.getOrDefault(partition, 0L);
    }
}
