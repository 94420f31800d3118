package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
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

    /** Versions from V8 on wrote down which of the frames that they dropped were served, and not which were not. */
    @Test
    void aNumberOfFramesThatNobodyCanNameIsWrittenOffOnceMore() throws SQLException {
        // Given
        send(4);
        pipeline.drain();
        passOver(3);
        retain(Dropped.FRAMES_TOO, PaperRetention.ALL_MONTHS);
        database.change("truncate written_off_frame");
        database.change("update audit_write_off set frames = 2");
        var gap = only(answer());
        assertThat(gap.difference()).isEqualTo(3);
        assertThat(gap.firstIds()).isEmpty();
        // When
        follow(gap);
        // Then no more than that number is
        assertThat(answer().writtenOff()).isEqualTo(2);
        var left = only(answer());
        assertThat(left.difference()).isEqualTo(1);
        assertThat(left.explanation()).doesNotContain("as a number");
        follow(left);
        assertThat(answer().writtenOff()).isEqualTo(2);
        // When one is lost that has a name
        var id = passOver(1).get(0);
        assertThat(only(answer()).firstIds()).containsExactly(id.toString());
        follow(only(answer()));
        assertThat(only(answer()).difference()).isEqualTo(1);
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

    /** Which of them are missing, and which a letter holds, is not known yet. */
    @Test
    void nothingIsOfferedToBeWrittenOffBesideWhatIsUncertain() throws SQLException {
        // Given: of two records and of two frames one each may be what nobody could read
        writeOff(10, 3, 5, gap -> {});
        passOver(2);
        pipeline.poison(CLAIMS);
        pipeline.poison(INFERENCES);
        pipeline.drain();
        // When
        var gaps = answer().gaps();
        // Then
        assertThat(gaps)
                .extracting(Gap::equation)
                .containsExactlyInAnyOrder("uncertain", "ingest", "uncertain", "frames");
        assertThat(gaps).allSatisfy(gap -> assertThat(gap.explanation()).doesNotContain("call write_off"));
        // When
        database.change("update dead_letter set state = 'resolved' where stage in ('sink', 'detect')");
        answer().gaps().forEach(this::follow);
        // Then
        assertClean(answer());
    }
}
