package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.upkeep.RetentionRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each gap is closed by the statement that it names, which writes off no more than is missing. After it the gap is
 * asked for anew: run twice, it takes what is still on its way for missing.
 */
class WriteOffCallsTest extends WriteOffTestSupport {
    /** Retention does not write down which letters it drops. */
    @Test
    void aRepetitionBesideDroppedLettersWritesNothingOff() throws SQLException {
        // Given
        answer();
        for (int offset = 0; offset < 10; offset++) {
            pipeline.send(0, offset == 0 || offset == 4 ? Fate.BROKEN : Fate.DETECTED);
        }
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 4);
        pipeline.drain();
        var gap = only(answer());
        follow(gap);
        database.change("update dead_letter set state = 'resolved'");
        database.change("update dead_letter set resolved_at = '2026-03-01T12:00:00Z'");
        var letters = new RetentionRules(null, null, null, Duration.ofDays(20), false);
        assertThat(retention.run(letters, PaperRetention.ALL_MONTHS).number("dead_letter"))
                .isEqualTo(2);
        assertClean(answer());
        // When
        follow(gap);
        call(0, 9, 100);
        // Then
        assertThat(expired()).isEqualTo(3);
        database.change("select audit_recount()");
        assertThat(expired()).isEqualTo(3);
        lose(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @Test
    void aRepetitionBesideMonthsOfAFormerVersionWritesNothingOff() throws SQLException {
        // Given: what it dropped had fates
        database.change("insert into retention_drop (table_name, row_count, unserved) values ('inference', 0, 2)");
        passOver(2);
        var gap = only(answer());
        follow(gap);
        assertThat(answer().writtenOff()).isEqualTo(2);
        // When
        follow(gap);
        // Then
        assertThat(answer().writtenOff()).isEqualTo(2);
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    @Test
    void framesThatAreStillOnTheirWayAreNotWrittenOff() throws SQLException {
        // Given
        passOver(3);
        database.change("update frame set captured_at = '2026-02-20Z'");
        database.change("select audit_recount()");
        send(3);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.sinkClaims(Integer.MAX_VALUE);
        var gap = only(answer());
        assertThat(gap.difference()).isEqualTo(3);
        // When
        follow(gap);
        // Then there is nothing to run a second time
        assertInFlight(3);
        pipeline.drain();
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(3);
    }

    @Test
    void framesThatWereDroppedWithoutAFateAreWrittenOff() throws SQLException {
        // Given
        send(4);
        pipeline.drain();
        var ids = passOver(3);
        retain(Dropped.FRAMES_TOO, PaperRetention.ALL_MONTHS);
        var gap = only(answer());
        assertThat(gap.firstIds())
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(UUID::toString).toList());
        // When
        follow(gap);
        database.change("select audit_recount()");
        // Then
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(3);
        // When all is read again
        retention.later();
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        // Then
        assertClean(deep());
        assertThat(answer().writtenOff()).isNull();
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    /** The same after a recount, which knows the days of dropped frames no more. */
    @Test
    void framesThatWereDroppedAreWrittenOffOfAnyDay() throws SQLException {
        passOver(3);
        retain(Dropped.FRAMES_TOO, PaperRetention.ALL_MONTHS);
        database.change("select audit_recount()");
        follow(only(answer()));
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(3);
    }

    /** That one is the fate of nothing: the frame is there. */
    @Test
    void aFrameWhoseClaimWasRefusedOnceIsWrittenOff() throws SQLException {
        // Given
        var id = passOver(1).get(0);
        letter("claims", id.toString(), "null", "null");
        var gap = only(answer());
        assertThat(gap.firstIds()).containsExactly(id.toString());
        // When
        follow(gap);
        // Then
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(1);
    }

    /** The record has become nothing, whatever came of a claim that is lost. */
    @Test
    void aRecordWhoseInferenceAloneWasRefusedIsWrittenOff() throws SQLException {
        // Given
        writeOff(10, 3, 6, gap -> {});
        letter("inferences", UUID.randomUUID().toString(), "'" + pipeline.id(PaperPipeline.TOPICS.frames()) + "'", "4");
        // When
        answer().gaps().stream().filter(gap -> gap.equation().equals("ingest")).forEach(this::follow);
        // Then
        assertThat(expired()).isEqualTo(3);
        assertThat(answer().gaps()).extracting(Gap::equation).doesNotContain("ingest");
        database.change("select audit_recount()");
        assertThat(expired()).isEqualTo(3);
    }

    /** A recount writes all inferences of a dropped month down for that day. */
    @Test
    void aFrameOfTheFirstDayOfAMonthIsWrittenOff() throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        var ids = passOver(2);
        var id = ids.get(1);
        retain(Dropped.INFERENCES, PaperRetention.ALL_MONTHS);
        database.change("delete from frame where frame_id = '" + ids.get(0) + "'");
        database.change("update frame set captured_at = '2026-02-01T12:00:00Z' where frame_id = '" + id + "'");
        database.change("select audit_recount()");
        var gap = answer().gaps().stream()
                .filter(each -> each.equation().equals("frames"))
                .findFirst()
                .orElseThrow();
        assertThat(gap.firstIds()).containsExactly(id.toString());
        // When
        follow(gap);
        // Then
        assertThat(answer().gaps()).extracting(Gap::equation).doesNotContain("frames");
    }

    @Test
    void nothingThatIsStillToComeIsWrittenOff() throws SQLException {
        writeOff(10, 3, 6, gap -> {});

        for (long[] range : new long[][] {{0, 99}, {7, 10}, {-1, 9}, {9, 3}}) {
            assertThatThrownBy(() -> call(range[0], range[1], 3))
                    .cause()
                    .hasMessageContaining("offsets %d to %d of partition 0", range[0], range[1])
                    .hasMessageContaining("its log ended at 10");
        }

        assertThat(database.number("select count(*) from written_off_record")).isZero();
        call(0, 9, 3);
        assertClean(answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1"})
    void aCallWithoutALimitIsRefused(String most) throws SQLException {
        writeOff(10, 3, 6, gap -> {});
        passOver(2);

        for (var gap : answer().gaps()) {
            assertThatThrownBy(() -> database.change(wayOn(gap).replaceFirst("most => \\d+", "most => " + most)))
                    .cause()
                    .hasMessageContaining("most is ")
                    .hasMessageContaining("above 0");
        }

        assertThat(answer().gaps()).extracting(Gap::difference).containsExactly(3L, 2L);
    }

    /** Of the sink, for a record of that topic. */
    private void letter(String topic, String frame, String originTopic, String originOffset) {
        database.change(
                "insert into dead_letter (event_id, state, reason, stage, route, frame_id, failed_topic, attempts,"
                        + " first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version, origin_told,"
                        + " origin_topic_id, origin_partition, origin_offset) values (gen_random_uuid(), 'open',"
                        + " 'CONSTRAINT_VIOLATION', 'sink', 'x', '" + frame + "', 'sightline." + topic
                        + "', 1, now(), now(), 'x', 'x', 'x', 'x', true, " + originTopic + ", 0, " + originOffset
                        + ")");
    }
}
