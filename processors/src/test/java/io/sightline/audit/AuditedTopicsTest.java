package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.TestDatabase;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that were passed over, topics and databases that are others than before. */
class AuditedTopicsTest extends AuditTestSupport {
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

    private void dropAll() throws SQLException {
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        var kept = Duration.ofDays(20);
        var rules = new RetentionRules(kept, kept, kept, kept, false);
        new Retention(new Turn(database.dataSource()), rules, later).run();
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
        assertThat(only(answer()).explanation()).contains("from offset 2 to 3");

        pipeline.drain();
        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(2);
        follow(gap);
        assertClean(answer());
    }

    @Test
    void namesATopicOfTheSinkThatWasMadeAnew() throws SQLException {
        send(10);
        pipeline.drain();
        pipeline.create(TOPICS.claims());

        var gaps = answer().gaps();

        assertThat(gaps).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.equation()).isEqualTo("sink");
            assertThat(gap.explanation()).contains("sightline.claims was deleted and made anew");
        });
    }

    @Test
    void namesAFramesTopicThatWasMadeAnew() throws SQLException {
        send(10);
        pipeline.drain();
        answer();
        pipeline.create(TOPICS.frames());
        send(4);
        pipeline.drain();

        var gaps = answer().gaps();

        assertThat(gaps).extracting(Gap::partition).containsExactly("sightline.frames-0", "sightline.frames-1");
        gaps.forEach(this::follow);
        assertClean(answer());
    }

    @Test
    void countsWhatWasSeenOfAFramesTopicThatIsGoneAndNeverStored() throws SQLException {
        // Given: two of five records of each partition are stored, and one more is on its way
        send(10);
        pipeline.ingest(2, false);
        pipeline.drainSinks();
        pipeline.ingest(1, false);
        answer();
        // When: of these two nobody has ever heard
        send(2);
        pipeline.create(TOPICS.frames());
        // Then: which of two that are on their way is whose, nobody says
        assertThat(answer().gaps()).extracting(Gap::difference).containsExactly(1L, 1L);
        pipeline.drainSinks();
        var gaps = answer().gaps();
        assertThat(gaps).extracting(Gap::difference).containsExactly(2L, 2L);
        assertThat(gaps).extracting(Gap::expected).containsExactly(5L, 5L);
        assertThat(gaps)
                .allSatisfy(gap -> assertThat(gap.explanation())
                        .contains("that ended at offset 5", "At least 2 records", "what came after that is not known"));
        // When
        pipeline.delete(TOPICS.frames());
        // Then
        gaps = answer().gaps();
        assertThat(gaps)
                .extracting(Gap::difference)
                .as("of the second topic nothing was seen")
                .containsExactly(2L, null, 2L, null);
        assertThat(gaps.get(0).explanation()).contains("does not exist", "At least 2 records");
        gaps.forEach(this::follow);
        assertThat(answer().gaps()).isEmpty();
    }

    @Test
    void namesNoOffsetOfTheNewFramesTopicForTheOldOne() throws SQLException {
        // Given: one record of the old one is lost, and one of the new one is skipped
        pipeline.send(0, Fate.DETECTED);
        answer();
        pipeline.create(TOPICS.frames());
        send(10);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();
        // When
        var gaps = deep().gaps();
        // Then
        assertThat(gaps).extracting(Gap::difference).containsExactly(1L, 1L, null);
        assertThat(gaps.get(0).firstIds()).containsExactly("2");
        assertThat(gaps.get(1).explanation()).contains("made anew");
        assertThat(gaps.get(1).firstIds()).isEmpty();
    }

    @Test
    void countsNothingOfAFramesTopicThatIsGoneWhereNothingIsKnown() throws SQLException {
        // Given
        send(4);
        pipeline.ingest(1, false);
        pipeline.drainSinks();
        answer();
        pipeline.ingest(1, false);
        pipeline.drainSinks();
        pipeline.create(TOPICS.frames());
        // When, then
        assertThat(answer().gaps()).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.difference()).isNull();
            assertThat(gap.size()).isEqualTo(1);
            assertThat(gap.explanation()).contains("What was there then is stored", "is not known");
        });
        // When: the accounts of a version that did not look
        database.change("update audit_start set last_end = null, last_seen = null where topic_id <> '"
                + pipeline.id(TOPICS.frames()) + "'");
        // Then
        assertThat(answer().gaps()).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.difference()).isNull();
            assertThat(gap.explanation()).contains("2 records", "no audit has looked at its log");
        });
    }

    /** A claim that the database refused is the fate of its record, wherever ingest stands in another topic. */
    @Test
    void countsNoRefusedClaimOfAFramesTopicThatIsGoneAsLost() throws SQLException {
        database.change("alter table frame add constraint refused check (origin_offset <> 1)");
        send(4);
        pipeline.drain();
        answer();
        pipeline.create(TOPICS.frames());

        assertThat(answer().gaps())
                .hasSize(2)
                .allSatisfy(gap -> assertThat(gap.difference()).isNull());
    }

    @Test
    void remembersTheHighestEndOfALogAndWritesNothingTwice() throws SQLException {
        // Given
        send(10);
        pipeline.expire(FRAMES, 7);
        answer();
        pipeline.expire(FRAMES, 0);
        var look = "select concat_ws(' ', last_end, last_seen, xmin) from audit_start order by partition";
        var ends = "select last_end from audit_start order by partition";
        var before = database.text(look);
        // When, then
        answer();
        assertThat(database.text(look)).isEqualTo(before);
        // When: that was some minutes ago
        database.change("update audit_start set last_seen = last_seen - interval '1 hour'");
        answer();
        // Then
        assertThat(database.text(ends)).isEqualTo("7,5");
        assertThat(database.number("select count(*) from audit_start where last_seen > now() - interval '1 minute'"))
                .isEqualTo(2);
    }

    @Test
    void noticesAnOlderDatabase() throws SQLException {
        send(4);
        pipeline.drain();
        database.change("create table backup as select * from sink_offset");
        send(6);
        pipeline.drain();
        database.change("delete from sink_offset");
        database.change("insert into sink_offset select * from backup");

        assertThat(answer().gaps())
                .filteredOn(gap -> gap.equation().equals("sink"))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.explanation()).contains("older backup"));
    }

    @Test
    void noticesThatTheDatabaseIsAnother(TestDatabase other) throws SQLException {
        send(10);
        pipeline.drain();

        var audit = new Audit(other.dataSource(), pipeline, TOPICS, PaperPipeline.NOON);

        assertThat(audit.answer().gaps())
                .filteredOn(gap -> gap.equation().equals("ingest"))
                .isEmpty();
        // As far as the topics hold everything, another database is only one that is late.
        assertThat(audit.answer().inFlight()).isEqualTo(10);
        TOPICS.sunk()
                .forEach(topic -> List.of(0, 1).forEach(number -> {
                    var partition = new TopicPartition(topic, number);
                    pipeline.expire(partition, pipeline.end(partition));
                }));
        assertThat(audit.answer().gaps())
                .extracting(Gap::partition)
                .containsExactlyInAnyOrder("sightline.frames-0", "sightline.frames-1");
    }
}
