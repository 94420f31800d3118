package io.sightline.audit;

import static io.sightline.audit.PaperRetention.ALL_MONTHS;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What retention has dropped is a fate: records that are read again stay what they were. */
class DroppedRecordsTest extends RetentionTestSupport {
    @ParameterizedTest
    @EnumSource
    void whateverIsReadAgainStaysGone(Dropped dropped) throws SQLException {
        // Given
        send(12);
        pipeline.send(0, Fate.BROKEN);
        pipeline.send(1, Fate.UNDETECTABLE);
        pipeline.receive(Fate.DETECTED);
        pipeline.receive(Fate.UNDETECTABLE);
        pipeline.drain();
        // When
        assertThat(retain(dropped, ONE_MONTH).number("inference")).isEqualTo(8);
        assertEachStaysAsItIs(dropped + " of a month");
        assertThat(retain(dropped, ALL_MONTHS).number("inference")).isEqualTo(5);
        // Then
        assertEachStaysAsItIs(dropped + " of all");
        assertThat(database.number("select count(*) from inference")).isZero();
    }

    /** A client may repeat its request, and a letter may be redriven: each time there is one more claim. */
    @ParameterizedTest
    @EnumSource
    void aFrameOverRestStaysGoneWhicheverOfItsClaimsIsRead(Dropped dropped) throws SQLException {
        // Given
        var id = pipeline.receive(Fate.DETECTED);
        pipeline.drain();
        pipeline.repeat(id);
        pipeline.drain();
        // When
        retain(dropped, ALL_MONTHS);
        pipeline.repeat(id);
        pipeline.drain();
        // Then
        assertAllStaysAsItIs("three claims");
        assertThat(totals()).startsWith("frames 1, serving 1,");
    }

    @ParameterizedTest
    @EnumSource
    void aRealLossBesideItIsNamed(Dropped dropped) throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        retain(dropped, ONE_MONTH);
        assertAllStaysAsItIs("before the loss");
        // When: offset 6 is skipped, and others come behind it
        pipeline.send(0, Fate.DETECTED);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 7);
        for (int i = 0; i < 3; i++) {
            pipeline.send(0, Fate.DETECTED);
        }
        pipeline.drain();
        // Then
        var gap = only(deep());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly("6");
        database.change("select audit_recount()");
        assertThat(only(deep())).isEqualTo(gap);
        // And: the way on leads to the end
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        assertAllStaysAsItIs("after the loss");
    }

    @Test
    void aLateFrameWhoseInferenceIsLostIsNamedAmongThoseThatWereDropped() throws SQLException {
        // Given
        send(14);
        pipeline.receive(Fate.DETECTED);
        pipeline.drain();
        retain(Dropped.INFERENCES, ONE_MONTH);
        // When: a frame of the dropped month, over which detect passes
        var id = pipeline.send(0, Fate.DETECTED);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, pipeline.end(CLAIMS));
        pipeline.drain();
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void framesThatComeLateForTheFirstTimeAreCountedOnce() throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        retain(Dropped.FRAMES_TOO, ONE_MONTH);
        // When
        send(6);
        pipeline.drain();
        assertThat(database.number("select count(*) from frame where captured_at < '2026-03-01Z'"))
                .isEqualTo(4);
        assertAllStaysAsItIs("late ones");
        // Then
        assertThat(retain(Dropped.FRAMES_TOO, ONE_MONTH).number("frame")).isEqualTo(4);
        assertAllStaysAsItIs("late ones that were dropped");
        assertThat(totals()).startsWith("frames 18, serving 18,");
    }

    /** Its frame is gone when it is dropped in turn, and with it the record that it came of. */
    @Test
    void anInferenceThatIsOnItsWayWhenItsFrameIsDroppedIsStoredOnce() throws SQLException {
        // Given
        send(4);
        pipeline.receive(Fate.DETECTED);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.sinkClaims(Integer.MAX_VALUE);
        // When
        assertThat(retain(Dropped.FRAMES_TOO, ALL_MONTHS).number("frame")).isEqualTo(5);
        assertInFlight(5);
        pipeline.drain();
        // Then
        assertThat(database.number("select count(*) from inference")).isEqualTo(5);
        assertAllStaysAsItIs("those that were on their way");
        assertThat(retain(Dropped.FRAMES_TOO, ALL_MONTHS).number("inference")).isEqualTo(5);
        assertAllStaysAsItIs("those that were dropped in turn");
        assertThat(database.number("select count(*) from inference")).isZero();
    }

    /** However they meet: what is stored is dropped once, and what was dropped is not stored. */
    @Test
    void nothingComesBackWhileRetentionIsAtWork() throws SQLException {
        // Given
        for (int i = 0; i < 300; i++) {
            pipeline.send(i % 2, Fate.DETECTED);
        }
        pipeline.drain();
        // When
        var retention = CompletableFuture.supplyAsync(() -> {
            try {
                return retain(Dropped.FRAMES_TOO, ALL_MONTHS);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        do {
            try {
                readAgain().values().forEach(Runnable::run);
                pipeline.drain();
            } catch (TransientFailure met) {
                // A batch whose partition has gone meanwhile is read again.
                assertThat(met).hasMessageContaining("was dropped a moment ago");
            }
        } while (!retention.isDone());
        retention.join();
        pipeline.drain();
        // Then
        retain(Dropped.FRAMES_TOO, ALL_MONTHS);
        assertThat(totals()).startsWith("frames 300, serving 300,");
        assertThat(database.number("select sum(row_count) from retention_drop where table_name = 'frame'"))
                .isEqualTo(300);
        assertAllStaysAsItIs("all");
    }

    /** Records that arrive lie behind all that was ever dropped: that costs a look into an index, whatever there is. */
    @Test
    void aRecordIsLookedUpAlongIndexes() {
        database.change(
                "insert into retention_drop (table_name, partition_name, from_time, to_time, row_count,"
                        + " records_known) select 'frame', 'x' || n, '2020-01-01Z', '2020-02-01Z', 1, true from generate_series(1, 2000) n");
        database.change(
                "insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset,"
                        + " last_offset, offsets) select id, kind, 'x', '" + Samples.TOPIC_ID + "', id % 8, 1, id, id,"
                        + " int8multirange(int8range(id, id + 1)) from retention_drop, (values ('origin'), ('served')) k (kind)");
        for (var table : new String[] {"dropped_frame", "dropped_inference"}) {
            database.change("insert into " + table + " select gen_random_uuid() from generate_series(1, 20000)");
        }
        database.change("analyze");
        var ids = "array_fill('" + Samples.TOPIC_ID + "'::uuid, array[200])";
        var times = "array_fill(now(), array[200])";
        var place = "array_fill('" + Samples.TOPIC_ID + "'::uuid, array[200]), array_fill(1, array[200]),"
                + " array_fill(9000::bigint, array[200])";

        for (var question : new String[] {
            "frames_dropped(" + ids + ", " + times + ", array_fill('origin'::text, array[200]), " + place + ")",
            "inferences_dropped(" + ids + ", " + times + ", array_fill('served'::text, array[200]), " + place + ")"
        }) {
            assertThat(database.plan("select * from " + question))
                    .contains("retention_count_by_partition", "One-Time Filter", "_pkey on dropped_")
                    .doesNotContain("Seq Scan on retention", "Seq Scan on dropped")
                    .doesNotContain("Function Scan on frames_dropped", "Function Scan on inferences_dropped");
        }
    }
}
