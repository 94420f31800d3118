package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperBroker.Garbled;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.frame.Identities;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses while letters are open that nobody could read: which letters may stand for them, and what is said of both. */
class OlderLettersTest extends AuditTestSupport {
    private static final TopicPartition LETTERS = new TopicPartition(TOPICS.deadLetters(), 0);
    private static final Duration LONG = LetterOrder.CLOCKS.multipliedBy(6);

    @Test
    void areNoExcuseForRecordsThatIngestSkipped() throws SQLException {
        // Given
        pipeline.poison(CLAIMS);
        send(4);
        pipeline.drain();
        assertClean(answer());
        // When
        skip(3);
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(3);
        assertThat(gap.firstIds()).containsExactly("2-4");
        assertThat(gap.explanation())
                .contains("somebody moved the offsets of group sightline-ingest", "--reset-offsets --to-offset 0 ");
        assertThat(answer().unreadable()).isEqualTo(1);
        assertThat(only(deep())).as("whichever form").isEqualTo(gap);
    }

    @Test
    void thatAreYoungerLeaveItOpenAndBothPossibilitiesAreNamed() throws SQLException {
        // Given
        pipeline.poison(CLAIMS);
        send(4);
        pipeline.drain();
        var older = database.text("select event_id from dead_letter where stage = 'sink'");
        // When
        skip(3);
        pipeline.poison(CLAIMS);
        pipeline.drain();
        // Then
        var younger = database.text(
                "select event_id from dead_letter" + " where stage = 'sink' and event_id <> '" + older + "'");
        var gaps = answer().gaps();
        assertThat(gaps)
                .extracting(gap -> gap.equation() + " " + gap.difference())
                .containsExactly("uncertain 1", "ingest 2");
        var uncertain = gaps.get(0);
        assertThat(uncertain.firstIds()).containsExactly(younger);
        assertThat(uncertain.explanation())
                .contains(
                        "somebody moved the offsets of group sightline-ingest",
                        "what 1 open dead letters of the sink hold",
                        "To find out, look at the letters of firstIds",
                        "POST /v1/dead-letters/redrive",
                        "--reset-offsets --to-offset 0 ");
        // When: what it says can be done at once
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        // Then
        assertClean(deep());
    }

    /** Where a letter of another topic lies says nothing; only when it was written down does. */
    @ParameterizedTest
    @ValueSource(strings = {"sightline.claims", "sightline.dead-letters"})
    void areKnownByTheirTimeToo(String topic) throws SQLException {
        pipeline.poison(new TopicPartition(topic, 1));
        pipeline.drain();
        pipeline.clock.advance(LONG);
        pipeline.send(0, Fate.DETECTED);
        pipeline.drain();
        skip(1);
        assertThat(only(answer()).equation()).isEqualTo("ingest");

        pipeline.poison(new TopicPartition(topic, 1));
        pipeline.drain();

        assertThat(only(answer()).equation()).isEqualTo("uncertain");
    }

    @Test
    void mayBeOfTheFirstRecordsOfAll() throws SQLException {
        pipeline.poison(CLAIMS);
        pipeline.drain();
        pipeline.clock.advance(LONG);
        skip(1);
        send(4);
        pipeline.drain();

        assertThat(only(answer()).equation()).as("no frame before it tells").isEqualTo("uncertain");
    }

    /** Its claim lies behind letters that are younger than its record. */
    @Test
    void areNotToldByAFrameThatWasMadeAgainOutOfTurn() throws SQLException {
        // Given
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        skip(1);
        pipeline.poison(CLAIMS);
        pipeline.drain();
        assertThat(only(answer()).equation()).isEqualTo("uncertain");
        pipeline.clock.advance(LONG);
        // When: as a redrive does
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 2);
        pipeline.drain();
        // Then
        assertThat(database.number("select count(*) from frame")).isEqualTo(1);
        assertThat(only(answer()).equation()).isEqualTo("uncertain");
    }

    @Test
    void areFoundAmongManyRecords() throws SQLException {
        pipeline.poison(CLAIMS);
        for (int i = 0; i < 2_100; i++) {
            pipeline.send(0, Fate.DETECTED);
        }
        pipeline.ingest(50, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 51);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.firstIds()).containsExactly("50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sightline.inferences", "sightline.dead-letters"})
    void areNoExcuseForFramesThatDetectSkipped(String topic) throws SQLException {
        // Given
        pipeline.poison(new TopicPartition(topic, 0));
        pipeline.drain();
        pipeline.clock.advance(LONG);
        var id = pipeline.send(0, Fate.DETECTED);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 1);
        pipeline.drain();
        var certain = only(answer());
        assertThat(certain.equation()).isEqualTo("frames");
        assertThat(certain.firstIds()).containsExactly(id.toString());
        // When
        pipeline.poison(new TopicPartition(topic, 0));
        pipeline.drain();
        // Then
        var uncertain = only(answer());
        assertThat(uncertain.equation()).isEqualTo("uncertain");
        assertThat(uncertain.firstIds())
                .containsExactly(database.text("select event_id from dead_letter where failed_offset = 1"));
        assertThat(uncertain.explanation())
                .contains(
                        "somebody moved the offsets of group sightline-detect",
                        "what 1 open dead letters of the sink hold",
                        "--group sightline-detect --all-topics --reset-offsets");
    }

    @Test
    void thatNameOneFateExcuseNoOther() throws SQLException {
        var lost = pipeline.send(0, Fate.DETECTED);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 1);
        pipeline.append(INFERENCES, Garbled.of(Identities.servingInference(UUID.randomUUID())));
        pipeline.append(LETTERS, Garbled.of(Identities.deadLetter("detect", UUID.randomUUID())));
        pipeline.drain();
        assertThat(only(answer()).equation()).isEqualTo("frames");

        pipeline.append(LETTERS, Garbled.of(Identities.deadLetter("detect", lost)));
        pipeline.drain();

        assertThat(only(answer()).equation()).isEqualTo("uncertain");
    }

    @Test
    void thatNameOneRecordExcuseNoOther() throws SQLException {
        // Given
        skip(1);
        var lost = Identities.frame(pipeline.id(TOPICS.frames()) + "/0/0");
        pipeline.append(CLAIMS, Garbled.of(UUID.randomUUID()));
        pipeline.append(LETTERS, Garbled.of(Identities.deadLetter("ingest", UUID.randomUUID())));
        pipeline.append(
                CLAIMS,
                new Garbled(Map.of(
                        "ce_id", Samples.text(UUID.randomUUID().toString()), "ce_origin", Samples.text("none"))));
        pipeline.drain();
        assertThat(only(answer()).equation()).isEqualTo("ingest");
        assertThat(answer().unreadable()).isEqualTo(3);
        // When
        pipeline.append(LETTERS, Garbled.of(Identities.deadLetter("ingest", lost)));
        pipeline.drain();
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("uncertain");
        assertThat(gap.firstIds())
                .containsExactly(database.text("select event_id from dead_letter"
                        + " where failed_topic = 'sightline.dead-letters' order by failed_offset desc limit 1"));
    }

    @Test
    void hideNothingWhileTheSinkIsLate() throws SQLException {
        pipeline.poison(CLAIMS);
        send(4);
        pipeline.drain();
        skip(1);
        send(6);

        pipeline.ingest(Integer.MAX_VALUE, false);

        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.firstIds()).as("the others are on their way").containsExactly("2");
        assertThat(answer().inFlight()).isEqualTo(6);
    }

    /** As when somebody moves the offsets of ingest. */
    private void skip(int records) {
        for (int i = 0; i < records; i++) {
            pipeline.send(0, Fate.DETECTED);
        }
        pipeline.commit(AuditTopics.INGEST, FRAMES, pipeline.end(FRAMES));
        pipeline.drain();
    }
}
