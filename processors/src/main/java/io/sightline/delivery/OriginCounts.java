package io.sightline.delivery;

import io.sightline.delivery.v1.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Table origin_count: how many frames came of a partition of the frames topic; and which letters of ingest, or of the
 * sink for a claim, have a frame after all, so that their record is not counted twice.
 */
final class OriginCounts {
    private static final String ADD = """
            insert into origin_count as known (topic_id, partition, claim_partition, topic, frames, first_offset)
            select topic_id, partition, claim_partition, min(topic), count(*), min(first_offset)
            from unnest(?, ?, ?, ?, ?) as t (topic_id, partition, claim_partition, topic, first_offset)
            group by topic_id, partition, claim_partition
            order by topic_id, partition, claim_partition
            on conflict (topic_id, partition, claim_partition) do update set
              frames = known.frames + excluded.frames,
              first_offset = least(known.first_offset, excluded.first_offset)""";
    private static final String CURED = "update dead_letter set frame_stored = true"
            + " where stage in ('ingest', 'sink') and not frame_stored and frame_id = any (?)";

    private OriginCounts() {}

    static void add(Connection connection, List<FrameRow> fresh) throws SQLException {
        var rows = fresh.stream().filter(row -> row.frame().getOrigin() != null).toList();
        if (!rows.isEmpty()) {
            new Columns<>(rows)
                    .column("uuid", row -> origin(row).getTopicId())
                    .column("integer", row -> origin(row).getPartition())
                    .column("integer", row -> row.claim().partition())
                    .column("text", row -> origin(row).getTopic())
                    .column("bigint", row -> origin(row).getOffset())
                    .execute(connection, ADD);
        }
        if (fresh.isEmpty()) {
            return;
        }
        new Columns<>(fresh).column("uuid", row -> row.frame().getFrameId()).execute(connection, CURED);
    }

    private static Origin origin(FrameRow row) {
        return row.frame().getOrigin();
    }
}
