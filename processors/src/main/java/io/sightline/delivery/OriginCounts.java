package io.sightline.delivery;

import io.sightline.delivery.v1.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Table origin_count: how many frames came of a partition of the frames topic; and which letters of ingest, or of the
 * sink for a claim, have a frame after all, and which records that were written off, so that none is counted twice.
 */
final class OriginCounts {
    // Whatever is stored is written off no more. Where nothing was ever written off, nothing is looked for.
    static final String ADD = """
            with stored as materialized (
              select * from unnest(?, ?, ?, ?, ?) as t (topic_id, partition, claim_partition, topic, place)),
            found as (
              select w.id, s.offsets from written_off_record w
              join (select topic_id, partition, range_agg(int8range(place, place + 1)) as offsets from stored
                where exists (select from written_off_record) and place < 9223372036854775807
                group by topic_id, partition) s
                on s.topic_id = w.topic_id and s.partition = w.partition
                and w.last_offset >= lower(s.offsets) and w.first_offset < upper(s.offsets)
              order by w.id for no key update of w),
            taken_back as (
              update written_off_record w set offsets = w.offsets - found.offsets,
                records = greatest(0, w.records - offset_count(found.offsets
                  * coalesce(w.offsets, int8multirange(int8range(w.first_offset, w.last_offset, '[]')))))
              from found where found.id = w.id)
            insert into origin_count as known (topic_id, partition, claim_partition, topic, frames, first_offset)
            select topic_id, partition, claim_partition, min(topic), count(*), min(place)
            from stored
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
