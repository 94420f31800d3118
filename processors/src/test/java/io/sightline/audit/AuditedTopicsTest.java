package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Topics and databases that are others than before. */
class AuditedTopicsTest extends AuditTestSupport {
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
        var former = pipeline.id(TOPICS.frames());
        pipeline.create(TOPICS.frames());
        send(4);
        pipeline.drain();

        var gaps = answer().gaps();

        assertThat(gaps).extracting(Gap::partition).containsExactly("sightline.frames-0", "sightline.frames-1");
        assertThat(gaps)
                .allSatisfy(gap -> assertThat(gap.explanation())
                        .as("the same as who reads the topic says")
                        .endsWith(new FramesAccounts(database.dataSource(), pipeline, TOPICS, new FailureClassifier())
                                .wayOn(TOPICS.frames(), former)
                                .replaceFirst("^.*ask the producers\\. ", "")));
        assertThat(database.change(wayOn(gaps.get(0))))
                .as("accounts of both partitions")
                .isEqualTo(2);
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
