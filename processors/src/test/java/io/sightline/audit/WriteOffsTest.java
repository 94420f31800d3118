package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What was written off stands for nothing but itself, whatever becomes of it. */
class WriteOffsTest extends WriteOffTestSupport {
    @Test
    void recordsThatAreStoredAfterAllHideNoLaterLoss() throws SQLException {
        // Given
        writeOff(10, 3, 6);
        assertThat(expired()).isEqualTo(3);
        // When the very same are read again
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();
        // Then
        assertThat(expired()).isZero();
        assertClean(deep());
        // When as many others are lost
        lose(3);
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(3);
        assertThat(gap.firstIds()).containsExactly("10-12");
    }

    @Test
    void framesThatAreServedAfterAllHideNoLaterLoss() throws SQLException {
        // Given
        passOver(3);
        follow(only(answer()));
        assertClean(deep());
        assertThat(answer().writtenOff()).isEqualTo(3);
        // When
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 0);
        pipeline.drain();
        // Then
        assertClean(deep());
        assertThat(answer().writtenOff()).isNull();
        // When
        var ids = passOver(3);
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.difference()).isEqualTo(3);
        assertThat(gap.firstIds())
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(UUID::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({
        // where ingest is put back to, below, into, and to the end of what was written off; what of that is there to be
        // read
        "0, 3",
        "3, 3",
        "4, 2",
        "6, 0",
        "8, 0"
    })
    void aPositionMayBeMovedAnywhere(long position, long left) throws SQLException {
        // Given
        writeOff(10, 3, 6);
        // When
        pipeline.commit(AuditTopics.INGEST, FRAMES, position);
        // Then
        var moved = answer();
        assertThat(moved.gaps()).isEmpty();
        assertThat(moved.waiting()).isEqualTo(left);
        // When one more is read, and the rest passed over again
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 10);
        pipeline.drain();
        // Then
        assertClean(deep());
        assertThat(expired()).isEqualTo(position == 3 || position == 4 ? 2 : 3);
        lose(1);
        assertThat(only(answer()).firstIds()).containsExactly("10");
    }

    /** Those that touch, that overlap, that are the same, and one of what was stored all along. */
    @Test
    void eachRecordIsWrittenOffOnceAndNoneThatIsThere() throws SQLException {
        // Given
        writeOff(20, 5, 12, gap -> {});
        assertThat(only(answer()).difference()).isEqualTo(7);
        // When, then
        call(0, 7, 100);
        assertThat(expired()).as("5 to 7").isEqualTo(3);
        call(7, 9, 1);
        assertThat(expired()).as("the last that is left").isEqualTo(4);
        call(5, 9, 100);
        assertThat(expired()).isEqualTo(5);
        call(5, 9, 100);
        call(0, 4, 100);
        call(15, 19, 5);
        assertThat(expired()).isEqualTo(5);
        var gap = only(answer());
        assertThat(gap.difference()).isEqualTo(2);
        assertThat(gap.firstIds()).containsExactly("10-11");
        follow(gap);
        assertClean(deep());
        lose(1);
        assertThat(only(answer()).firstIds()).containsExactly("20");
    }

    /** Of 20,000 offsets together. */
    @Test
    void aLongRangeIsWrittenOffToo() throws SQLException {
        pipeline.expire(FRAMES, 50_000);
        database.change("insert into audit_start (topic_id, partition, topic, start_offset) values ('"
                + pipeline.id(TOPICS.frames()) + "', 0, '" + TOPICS.frames() + "', 10)");
        pipeline.commit(AuditTopics.INGEST, FRAMES, 50_000);
        follow(only(answer()));
        assertClean(answer());
        assertThat(expired()).isEqualTo(49_990);
        assertThat(database.text(
                        "select records from written_off_record where offsets is not null order by first_offset"))
                .isEqualTo("19990,20000,10000");
        pipeline.commit(AuditTopics.INGEST, FRAMES, 30_000);
        assertThat(expired()).isEqualTo(29_990);
    }

    @Test
    void whatIsWrittenOffOfATopicSaysNothingOfTheNextOne() throws SQLException {
        writeOff(10, 3, 6);
        pipeline.create(TOPICS.frames());
        assertThat(answer().gaps())
                .hasSize(2)
                .allSatisfy(gap ->
                        assertThat(gap.difference()).as("nothing is lost of it").isNull());
        database.change(wayOn(answer().gaps().get(0)));
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        assertClean(answer());
        send(20);
        pipeline.ingest(3, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 6);
        pipeline.drain();
        assertThat(only(answer()).firstIds()).containsExactly("3-5");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            mode = Mode.INCLUDE,
            names = {"BROKEN", "UNDETECTABLE"})
    void aLetterIsAFateToo(Fate fate) throws SQLException {
        // Given
        writeOff(10, 3, 6);
        pipeline.suffer(fate);
        // When
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();
        // Then
        assertClean(deep());
        assertThat(expired()).isZero();
        pipeline.heal();
        lose(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @Test
    void aFrameThatWasWrittenOffIsSoNoMoreAsLongAsItHasALetter() throws SQLException {
        // Given
        passOver(2);
        follow(only(answer()));
        pipeline.suffer(Fate.UNDETECTABLE);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 0);
        pipeline.drain();
        assertClean(answer());
        assertThat(answer().writtenOff()).isNull();
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
        follow(only(answer()));
        // When
        database.change("update dead_letter set state = 'resolved'");
        // Then
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(3);
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    /** As a redrive does it that fails once more. */
    @Test
    void aLetterThatComesToKnowItsFrameIsItsFate() throws SQLException {
        // Given
        var id = passOver(1).get(0);
        follow(only(answer()));
        pipeline.poison(INFERENCES);
        pipeline.drain();
        // When
        database.change("update dead_letter set frame_id = '" + id + "' where stage = 'sink'");
        // Then
        assertClean(answer());
        assertThat(answer().writtenOff()).isNull();
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @Test
    void aLetterThatComesToKnowItsRecordIsItsFate() throws SQLException {
        // Given
        writeOff(10, 3, 6);
        pipeline.poison(CLAIMS);
        pipeline.drain();
        // When
        database.change("update dead_letter set frame_id = gen_random_uuid(), origin_told = true, origin_topic_id = '"
                + pipeline.id(TOPICS.frames()) + "', origin_partition = 0, origin_offset = 4 where stage = 'sink'");
        // Then
        assertThat(expired()).isEqualTo(2);
        assertThat(answer().gaps()).extracting(Gap::equation).doesNotContain("ingest");
        lose(1);
        assertThat(answer().gaps()).extracting(Gap::equation).contains("ingest");
    }

    @Test
    void aFrameThatIsDeletedOnPurposeIsNotWrittenOffAnyMore() throws SQLException {
        // Given
        var ids = passOver(2);
        follow(only(answer()));
        // When
        database.change("delete from frame where frame_id = '" + ids.get(0) + "'");
        database.change("select audit_recount()");
        // Then
        follow(only(answer()));
        assertClean(deep());
        assertThat(answer().writtenOff()).isEqualTo(1);
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @Test
    void aFrameThatIsDeletedBeforeItsMonthIsDroppedIsNotWrittenOffAnyMore() throws SQLException {
        // Given
        var ids = passOver(2);
        follow(only(answer()));
        // When
        database.change("delete from frame where frame_id = '" + ids.get(0) + "'");
        retain(Dropped.FRAMES_TOO, PaperRetention.ALL_MONTHS);
        database.change("select audit_recount()");
        // Then
        follow(only(answer()));
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(1);
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void retentionAndARecountLeaveItAsItIs(Dropped dropped) throws SQLException {
        // Given
        writeOff(12, 3, 6);
        passOver(2);
        follow(only(answer()));
        pipeline.drain();
        // When
        retain(dropped, PaperRetention.ALL_MONTHS);
        database.change("select audit_recount()");
        // Then
        assertClean(deep());
        assertThat(expired()).isEqualTo(3);
        assertThat(answer().writtenOff()).isEqualTo(2);
        // When
        retention.later();
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        // Then
        assertClean(deep());
        assertThat(expired()).isZero();
        assertThat(answer().writtenOff()).isNull();
        lose(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }
}
