package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that were passed over, or that expired unread. */
class SkippedRecordsTest extends AuditTestSupport {
    @Test
    void namesTheOffsetThatIngestSkipped() throws SQLException {
        send(10);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();

        var gap = only(deep());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.partition()).isEqualTo("sightline.frames-0");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly("2");
        assertThat(only(answer())).isEqualTo(gap);
        follow(gap);
        assertClean(deep());
    }

    @Test
    void namesTheOffsetsAtBothEndsOfTheAccount() throws SQLException {
        send(4);
        answer();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 2);
        send(8);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 6);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.difference()).isEqualTo(4);
        assertThat(gap.firstIds()).containsExactly("0-1", "4-5");
        follow(gap);
        assertClean(answer());
    }

    @Test
    void namesNoOffsetThatAFormerVersionMayHaveDropped() throws SQLException {
        // Given
        send(10);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();
        assertThat(only(answer()).firstIds()).containsExactly("2");
        // When retention has written down what it dropped, as it does by now
        dropAll();
        // Then
        assertThat(only(answer()).firstIds()).containsExactly("2");
        // When it has written down no more than the ends
        database.change("update retention_count set offsets = null");
        // Then
        var gap = only(answer());
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).isEmpty();
    }

    @Test
    void namesTheLatestWhereSomethingWasWrittenOff() throws SQLException {
        send(4);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 2);
        pipeline.drain();
        follow(only(answer()));
        assertClean(answer());
        send(4);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 4);
        pipeline.drain();

        assertThat(only(answer()).firstIds()).containsExactly("3");
    }

    @ParameterizedTest
    @CsvSource({
        // where the log begins; what is said
        "0, --to-offset 0 ",
        "2, --to-offset 2 ",
        "5, none of them can be read again"
    })
    void offersNoOffsetThatTheLogDoesNotHave(long start, String said) throws SQLException {
        send(10);
        answer();
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 5);
        pipeline.drain();
        pipeline.expire(FRAMES, start);

        var explanation = only(answer()).explanation();

        assertThat(explanation).contains(said);
        if (start > 0) {
            assertThat(explanation)
                    .contains("begins at offset " + start, "from offset 0 to " + (start - 1) + " are gone from it");
        }
    }

    @Test
    void namesNoOffsetBetweenAnOldLetterAndTheWindow() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        send(12);
        pipeline.ingest(4, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 5);
        pipeline.drain();
        // As if they were dropped by retention.
        database.change("delete from frame where origin_partition = 0 and origin_offset < 3");

        assertThat(deep().gaps())
                .filteredOn(gap -> gap.equation().equals("ingest"))
                .singleElement()
                .satisfies(gap -> assertThat(gap.firstIds()).containsExactly("4"));
    }

    @Test
    void noticesClaimsThatDetectSkipped() throws SQLException {
        var id = send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.detect(3, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 4);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void namesAPartitionOfWhichTheSinkSkippedAnOffset() throws SQLException {
        send(4);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.append(CLAIMS, null);
        send(4);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("sink");
        assertThat(gap.partition()).isEqualTo("sightline.claims-0");
        assertThat(gap.difference()).isEqualTo(1);
        follow(gap);
        assertClean(answer());
    }

    @Test
    void namesRecordsThatExpiredBeforeTheSinkReadThem() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.sinkClaims(2);
        pipeline.detect(Integer.MAX_VALUE, false);
        pipeline.expire(CLAIMS, 4);

        var answer = answer();

        assertThat(answer.gaps())
                .filteredOn(gap -> gap.equation().equals("sink"))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.partition()).isEqualTo("sightline.claims-0");
                    assertThat(gap.difference()).isEqualTo(2);
                    assertThat(gap.explanation()).contains("from offset 2 to 3", "set expired = expired");
                });
        assertThat(answer.partitions())
                .filteredOn(partition -> "RECORDS_EXPIRED".equals(partition.stopped()))
                .hasSize(1);
    }

    @Test
    void namesRecordsThatExpiredBeforeIngestReadThem() throws SQLException {
        send(10);
        pipeline.ingest(2, false);
        answer();
        pipeline.expire(FRAMES, 4);
        assertThat(only(answer()).explanation())
                .contains("from offset 2 to 3", "--topic sightline.frames:0 --reset-offsets --to-earliest");

        pipeline.drain();
        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(2);
        follow(gap);
        assertClean(answer());
    }

    private void dropAll() throws SQLException {
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        var kept = Duration.ofDays(20);
        var rules = new RetentionRules(kept, kept, kept, kept, false);
        new Retention(new Turn(database.dataSource()), rules, later).run();
    }
}
