package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.Samples;
import java.util.concurrent.CompletableFuture;
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

    /** Two that store records of the same ranges would otherwise wait for each other. */
    @Test
    void takesBackInOneOrder(TestDatabase database) throws Exception {
        // Given the second range, which comes first in the table and in its index
        database.change(
                "insert into written_off_record (id, topic_id, partition, first_offset, last_offset, offsets, records)"
                        + " overriding system value values (2, '" + Samples.TOPIC_ID
                        + "', 0, 1, 1, '{[1,2)}', 1), (1, '"
                        + Samples.TOPIC_ID + "', 0, 5, 5, '{[5,6)}', 1)");
        try (var other = database.dataSource().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from written_off_record where id = 1 for update");
            // When
            var adds = CompletableFuture.runAsync(
                    () -> database.change(
                            OriginCounts.ADD.replace(
                                    "unnest(?, ?, ?, ?, ?)",
                                    "unnest(array['" + Samples.TOPIC_ID + "', '" + Samples.TOPIC_ID
                                            + "']::uuid[], array[0, 0], array[0, 0], array['frames', 'frames'], array[1::bigint, 5])")));
            await().until(() -> database.number("select count(*) from pg_locks where not granted"
                            + " and pid in (select pid from pg_stat_activity where datname = current_database())")
                    == 1);
            // Then
            statement.execute("select from written_off_record where id = 2 for update nowait");
            other.commit();
            adds.join();
        }
        assertThat(database.number("select sum(records) from written_off_record"))
                .isZero();
    }
}
