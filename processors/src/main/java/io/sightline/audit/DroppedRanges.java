package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Offsets of a partition of the frames topic that need not be looked for: whose frames or letters retention has
 * dropped, or that were written off. They are read a block at a time, from the last to the first: of a topic that is
 * old there may be more of them than fit into memory.
 */
final class DroppedRanges {
    /** Offsets that are asked for at once; at worst each other one of them is a range. */
    private static final int BLOCK = 100_000;

    private static final String DROPPED = """
            select greatest(lower(dropped), ?), least(upper(dropped), ?) - 1 from retention_count
            cross join lateral unnest(coalesce(offsets, int8multirange(int8range(first_offset, last_offset, '[]')))) dropped
            where kind in ('origin', 'failed') and topic_id = ? and partition = ? and last_offset >= ? and first_offset < ?
              and (kind = 'origin' or stage = 'ingest' and not frame_stored) and lower(dropped) < ? and upper(dropped) > ?
            union all
            select greatest(lower(given), ?), least(upper(given), ?) - 1 from written_off_record cross join lateral unnest(offsets) given
            where topic_id = ? and partition = ? and last_offset >= ? and first_offset < ? and records > 0
              and lower(given) < ? and upper(given) > ?
            order by 1""";

    private final Connection connection;
    private final Deadline deadline;
    private final FramesPartition partition;
    private NavigableMap<Long, Long> ranges = new TreeMap<>();
    private long low = Long.MAX_VALUE;

    DroppedRanges(Connection connection, Deadline deadline, FramesPartition partition) {
        this.connection = connection;
        this.deadline = deadline;
        this.partition = partition;
    }

    /**
     * The first offset of those dropped ones that end with this offset, as far as its block goes; the next one when it
     * was not dropped. Whoever asks goes from the last to the first.
     */
    long begin(long offset) throws SQLException {
        if (offset < low) {
            read(offset + 1);
        }
        var range = ranges.floorEntry(offset);
        return range == null || range.getValue() < offset ? offset + 1 : range.getKey();
    }

    private void read(long end) throws SQLException {
        low = Math.max(0, end - BLOCK);
        ranges = new TreeMap<>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(DROPPED)) {
            for (int before : new int[] {0, 8}) {
                statement.setLong(before + 1, low);
                statement.setLong(before + 2, end);
                statement.setObject(before + 3, partition.topicId());
                statement.setInt(before + 4, partition.number());
                statement.setLong(before + 5, low);
                statement.setLong(before + 6, end);
                statement.setLong(before + 7, end);
                statement.setLong(before + 8, low);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows.getLong(1), rows.getLong(2));
                }
            }
        }
    }

    /** Behind those that begin before it. */
    private void add(long first, long last) {
        var former = ranges.lastEntry();
        boolean continues = former != null && former.getValue() >= first - 1;
        ranges.merge(continues ? former.getKey() : first, last, Math::max);
    }
}
