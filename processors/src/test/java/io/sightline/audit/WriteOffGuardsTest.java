package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What was not written by the sink alone, or by this version, or at another moment. */
class WriteOffGuardsTest extends WriteOffTestSupport {
    /** As a process of a former version would, or a person with a backup. */
    @Test
    void aRecountTakesBackWhatWasStoredPastTheSink() throws SQLException {
        // Given
        writeOff(10, 3, 6);
        passOver(1);
        follow(only(answer()));
        database.change("create table record_before as select * from written_off_record");
        database.change("create table frame_before as select * from written_off_frame");
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 0);
        pipeline.drain();
        database.change("delete from written_off_record");
        database.change("insert into written_off_record overriding system value select * from record_before");
        database.change("insert into written_off_frame select * from frame_before");
        assertThat(answer().gaps()).extracting(Gap::difference).containsExactly(-3L, -1L);
        // When
        assertThat(answer().gaps()).allSatisfy(gap -> assertThat(wayOn(gap)).isEqualTo("select audit_recount()"));
        database.change("select audit_recount()");
        // Then
        assertClean(deep());
        assertThat(expired()).isZero();
        assertThat(answer().writtenOff()).isNull();
    }

    /** Neither of the two sees what the other one does. */
    @Test
    void whatIsBeingStoredAtThatMomentIsNotWrittenOff() throws Exception {
        // Given
        writeOff(10, 3, 6, gap -> {});
        var gap = only(answer());
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 10);
        var place = "select count(*) from pg_locks where not granted and relation = 'frame'::regclass";
        var others = Executors.newSingleThreadExecutor();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // A sink that has begun before: its row is there when it ends.
            statement.execute(
                    "insert into frame select captured_at, gen_random_uuid(), source_id, image_sha256, received_at,"
                            + " sequence, origin_topic, origin_topic_id, origin_partition, 4, claim_topic, claim_topic_id,"
                            + " claim_partition, claim_offset + 100, trace_id, attributes from frame where origin_offset = 0"
                            + " and origin_partition = 0");
            // When
            var writtenOff = others.submit(() -> database.change(wayOn(gap)));
            while (database.number(place) == 0 && !writtenOff.isDone()) {
                Thread.onSpinWait();
            }
            connection.commit();
            writtenOff.get();
        } finally {
            others.shutdown();
        }
        // Then
        assertThat(database.text("select offsets from written_off_record")).isEqualTo("{[3,4),[5,6)}");
        // When the claim of the first comes
        pipeline.drainSinks();
        // Then
        assertThat(database.text("select offsets from written_off_record")).isEqualTo("{[5,6)}");
    }

    /** Neither what they were nor whether they were stored since is known. */
    @Test
    void aNumberOfAFormerVersionCountsNoMoreAndIsSaid() throws SQLException {
        // Given
        writeOff(10, 3, 6, gap -> {});
        passOver(2);
        database.change("update audit_start set written_off = 3 where partition = 0");
        database.change("update audit_write_off set frames = 2");
        // When
        var gaps = answer().gaps();
        // Then
        assertThat(gaps).extracting(Gap::difference).containsExactly(3L, 2L);
        assertThat(gaps.get(0).explanation()).contains("had written off 3 records as a number");
        assertThat(gaps.get(1).explanation()).contains("had written off 2 frames as a number");
        // When
        gaps.forEach(this::follow);
        // Then
        assertClean(deep());
        lose(3);
        assertThat(only(answer()).explanation()).doesNotContain("as a number");
    }

    /** Of what it dropped among them nobody knows which it was. */
    @Test
    void whatLacksInARangeOfAFormerVersionIsWrittenOffAsWell() throws SQLException {
        // Given
        writeOff(10, 3, 5, gap -> {});
        retain(Dropped.FRAMES_TOO, PaperRetention.ALL_MONTHS);
        retention.forget();
        var gap = only(answer());
        assertThat(gap.firstIds()).isEmpty();
        // When
        follow(gap);
        // Then
        assertClean(answer());
        assertThat(expired()).isEqualTo(2);
        call(0, 9, 100);
        assertThat(expired()).as("no more than were missing").isEqualTo(2);
        // When one of the range is stored that the drop does not account for
        database.change("update retention_drop set from_time = '1999-01-01Z', to_time = '1999-02-01Z'"
                + " where table_name = 'frame'");
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 10);
        pipeline.drainSinks();
        // Then
        assertThat(expired()).isEqualTo(1);
        lose(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }
}
