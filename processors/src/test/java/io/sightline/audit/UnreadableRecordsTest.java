package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperBroker.Garbled;
import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records on the sink's topics that nobody can read: they are no gap, and they hide none. */
class UnreadableRecordsTest extends AuditTestSupport {
    private static final TopicPartition LETTERS = new TopicPartition(TOPICS.deadLetters(), 0);

    @Test
    void areNoGapByThemselves() throws SQLException {
        send(4);
        List.of(CLAIMS, INFERENCES, LETTERS).forEach(pipeline::poison);
        pipeline.drain();

        var answer = deep();

        assertClean(answer);
        assertThat(answer.unreadable()).isEqualTo(3);
    }

    /** Without the look at each topic's letters any one of them would excuse the loss. */
    @ParameterizedTest
    @CsvSource({
        // what is deleted, where something unreadable lies; what is said
        "ingest, claims, uncertain",
        "ingest, dead-letters, uncertain",
        "ingest, inferences, ingest",
        "detect, inferences, uncertain",
        "detect, dead-letters, uncertain",
        "detect, claims, frames"
    })
    void hideNoLetterThatWasDeleted(String stage, String topic, String equation) throws SQLException {
        // Given
        send(4);
        pipeline.send(0, Fate.BROKEN);
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();
        pipeline.poison(new TopicPartition("sightline." + topic, 0));
        pipeline.drain();
        assertClean(answer());
        // When
        assertThat(database.change("delete from dead_letter where stage = '" + stage + "' and frame_id is not null"))
                .isEqualTo(1);
        // Then
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo(equation);
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(answer().inFlight()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"frame, frame-rows", "inference, inference-rows", "detection, detection-rows"})
    void hideNoRowThatWasDeleted(String table, String equation) throws SQLException {
        var id = send(10);
        List.of(CLAIMS, INFERENCES, LETTERS).forEach(pipeline::poison);
        pipeline.drain();

        database.change("delete from " + table + " where frame_id = '" + id + "'");

        var gap = only(deep());
        assertThat(gap.equation()).isEqualTo(equation);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void hideNoFrameThatWasDeletedWholeAndRecounted() throws SQLException {
        var id = send(10);
        pipeline.drain();
        pipeline.poison(CLAIMS);
        pipeline.drain();
        for (var table : List.of("detection", "inference", "frame")) {
            database.change("delete from " + table + " where frame_id = '" + id + "'");
        }

        database.change("select audit_recount()");

        assertThat(only(deep()).equation()).isEqualTo("uncertain");
    }

    @Test
    void areNamedWithTheWayOnWhichEndsInACertainGap() throws SQLException {
        // Given
        pipeline.send(0, Fate.BROKEN);
        pipeline.poison(CLAIMS);
        pipeline.drain();
        database.change("delete from dead_letter where stage = 'ingest'");
        var letter = database.text("select event_id from dead_letter where stage = 'sink'");
        // When
        var gap = only(answer());
        // Then
        assertThat(gap.partition()).isEqualTo("sightline.frames-0");
        assertThat(gap.firstIds()).containsExactly(letter);
        assertThat(gap.explanation()).contains("POST /v1/dead-letters/redrive");
        var statements = statements(gap.explanation());
        assertThat(database.change(statements.get(0).replace("<id of the letter>", letter)))
                .isEqualTo(1);
        var certain = only(answer());
        assertThat(certain.equation()).isEqualTo("ingest");
        follow(certain);
        assertClean(answer());
    }

    @Test
    void areClosedByAStatementThatClosesNoLetterOfAFrame() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.poison(CLAIMS);
        database.change("alter table inference add constraint refused check (source_id = 'nobody') not valid");
        pipeline.send(1, Fate.DETECTED);
        pipeline.drain();
        database.change("delete from dead_letter where stage = 'ingest'");
        var refused = database.text("select event_id from dead_letter where stage = 'sink' and frame_id is not null");

        var statement = statements(only(answer()).explanation()).get(0);

        assertThat(database.change(statement.replace("<id of the letter>", refused)))
                .isZero();
    }

    @Test
    void standForWhatIsLostUntilTheyAreRedriven() throws SQLException {
        // Given
        send(2);
        var id = pipeline.send(0, Fate.GARBLED);
        pipeline.drain();
        assertThat(only(answer()).equation()).isEqualTo("uncertain");
        assertThat(answer().unreadable()).isEqualTo(1);
        // When: the schema is there now, and the claim is sent once more
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        // Then
        assertThat(database.number("select count(*) from frame where frame_id = '" + id + "'"))
                .isEqualTo(1);
        assertThat(answer().unreadable()).as("its frame is there").isZero();
        assertClean(deep());
        database.change("update dead_letter set state = 'resolved' where stage = 'sink'");
        assertClean(deep());
    }

    /** What they name is there, so that they stand for nothing. */
    @Test
    void thatNameWhatIsThereExcuseNothing() throws SQLException {
        var stored = send(4);
        var broken = pipeline.send(0, Fate.BROKEN);
        pipeline.send(1, Fate.BROKEN);
        pipeline.drain();
        var letter = database.text("select event_id from dead_letter where frame_id = '" + broken + "'");
        pipeline.append(CLAIMS, Garbled.of(stored));
        pipeline.append(CLAIMS, Garbled.of(broken));
        pipeline.append(LETTERS, Garbled.of(UUID.fromString(letter)));
        pipeline.drain();
        assertThat(answer().unreadable()).isZero();

        database.change("delete from dead_letter where stage = 'ingest' and failed_partition = 1");

        assertThat(only(answer()).equation()).isEqualTo("ingest");
    }

    /** The other partition's loss is certain. */
    @Test
    void thatNameARecordStandForNoneOfAnotherPartition() throws SQLException {
        pipeline.send(0, Fate.GARBLED);
        pipeline.send(1, Fate.BROKEN);
        pipeline.drain();
        database.change("delete from dead_letter where stage = 'ingest'");

        assertThat(answer().gaps())
                .extracting(gap -> gap.equation() + " " + gap.partition())
                .containsExactlyInAnyOrder("uncertain sightline.frames-0", "ingest sightline.frames-1");
        assertThat(answer().gaps())
                .filteredOn(Gap::isUncertain)
                .singleElement()
                .satisfies(gap -> assertThat(gap.firstIds())
                        .containsExactly(database.text("select event_id from dead_letter where stage = 'sink'")));
    }

    /** Nobody takes their word for another's. */
    @Test
    void thatNameARecordWhichNoIdProvesMayStandForAny() throws SQLException {
        pipeline.send(1, Fate.BROKEN);
        var elsewhere = pipeline.id(TOPICS.frames()) + "/0/7";
        pipeline.append(CLAIMS, new Garbled(Map.of("ce_origin", Samples.text(elsewhere))));
        pipeline.drain();
        database.change("delete from dead_letter where stage = 'ingest'");

        assertThat(only(answer()).equation()).isEqualTo("uncertain");
    }

    @Test
    void thatNameOneThingTwiceStandForItOnce() throws SQLException {
        var id = pipeline.send(0, Fate.GARBLED);
        pipeline.send(1, Fate.BROKEN);
        pipeline.append(CLAIMS, Garbled.of(id));
        pipeline.append(CLAIMS, Garbled.of(id));
        pipeline.drain();
        assertThat(answer().unreadable()).isEqualTo(1);

        database.change("delete from dead_letter where stage = 'ingest'");

        assertThat(answer().gaps()).extracting(Gap::equation).containsExactlyInAnyOrder("uncertain", "ingest");
    }

    @Test
    void mayHaveAnyBytesInTheirHeaders() throws SQLException {
        send(2);
        for (var bytes : List.of(new byte[] {0, -1, -128}, Samples.text("no id"), new byte[0])) {
            pipeline.append(CLAIMS, new Garbled(Map.of("ce_id", bytes)));
        }
        pipeline.drain();

        assertThat(answer().unreadable()).isEqualTo(3);
        assertClean(answer());
    }
}
