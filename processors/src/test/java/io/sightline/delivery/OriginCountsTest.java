package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the account of the frames costs, which every batch pays. */
@ExtendWith(PostgresServer.class)
class OriginCountsTest {
    private static final String SQL = "analyze "
            + OriginCounts.ADD.replace(
                    "unnest(?, ?, ?, ?, ?)",
                    "unnest(array['" + Samples.TOPIC_ID
                            + "']::uuid[], array[0], array[0], array['frames'], array[7::bigint])");

    @Test
    void looksForNothingWhereNothingIsWrittenOff(TestDatabase database) {
        assertThat(database.plan(SQL)).containsPattern("on written_off_record w .*never executed");

        database.change(
                "insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)"
                        + " values ('" + Samples.TOPIC_ID + "', 0, 1, 1, '{[1,2)}', 1)");

        assertThat(database.plan(SQL)).doesNotContainPattern("on written_off_record w .*never executed");
    }
}
