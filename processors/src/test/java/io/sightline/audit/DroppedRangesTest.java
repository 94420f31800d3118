package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Which offsets of a partition were dropped, looked up from the last to the first. */
class DroppedRangesTest extends AuditTestSupport {
    @Test
    void whatIsBetweenThemIsFoundWhereverItLies() throws SQLException {
        // Given entries of three kinds, and such that say nothing of these records
        database.change("insert into retention_drop (table_name, row_count) values ('frame', 0)");
        dropped("'origin', null, 0, 120000, '{[0,99990),[100000,100005),[100010,120001)}', null");
        dropped("'origin', null, 120001, 130000, null, null");
        dropped("'failed', 'ingest', 130002, 139999, null, false");
        dropped("'origin', null, 140000, 250000, '{[140000,250000)}', null");
        dropped("'failed', 'ingest', 130001, 130001, null, true");
        dropped("'claim', null, 0, 250000, '{[0,250000)}', null");
        var left = new ArrayList<Long>();
        // When
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            var ranges = new DroppedRanges(connection, Deadline.in(PATIENCE), new FramesPartition(Samples.TOPIC_ID, 1));
            for (long end = 250_002; end > 0; ) {
                long begin = ranges.begin(end - 1);
                if (begin == end) {
                    left.add(--end);
                } else {
                    end = begin;
                }
            }
        }
        // Then
        assertThat(left)
                .containsExactly(
                        250_001L, 250_000L, 130_001L, 100_009L, 100_008L, 100_007L, 100_006L, 100_005L, 99_999L,
                        99_998L, 99_997L, 99_996L, 99_995L, 99_994L, 99_993L, 99_992L, 99_991L, 99_990L);
    }

    private void dropped(String values) {
        database.change("insert into retention_count (drop_id, topic, topic_id, partition, row_count, kind, stage,"
                + " first_offset, last_offset, offsets, frame_stored) select id, 'x', '" + Samples.TOPIC_ID
                + "', 1, 1, " + values + " from retention_drop");
    }
}
