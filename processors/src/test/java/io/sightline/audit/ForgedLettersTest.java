package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.ConsumedRecord;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may write dead letters can write one of ingest for any offset; it hides nothing that is lost elsewhere. */
class ForgedLettersTest extends AuditTestSupport {
    private static final TopicPartition LETTERS = new TopicPartition(TOPICS.deadLetters(), 1);

    /** Behind the log's end, behind what ingest is done with, and before the account begins. */
    @ParameterizedTest
    @ValueSource(longs = {999_999_999, Long.MAX_VALUE, 7, -1})
    void ofAnOffsetThatIngestIsNotDoneWithHideNoLoss(long offset) throws SQLException {
        send(10);
        answer();
        pipeline.ingest(4, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 5);
        send(10);
        forge(offset);
        pipeline.sinkClaims(Integer.MAX_VALUE);
        pipeline.detect(Integer.MAX_VALUE, false);
        pipeline.sinkInferences(Integer.MAX_VALUE);
        pipeline.sinkLetters(Integer.MAX_VALUE);
        assertThat(database.number("select count(*) from dead_letter where stage = 'ingest'"))
                .isEqualTo(1);

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly("4");
    }

    @Test
    void ofOneRecordCountForItOnce() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        send(10);
        pipeline.ingest(3, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 4);
        forge(0);
        forge(0);
        pipeline.drain();

        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    /** What was dropped is known as a range. */
    @Test
    void hideNoLossWhenRetentionHasDroppedThem() throws SQLException {
        send(10);
        pipeline.ingest(4, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 5);
        pipeline.drain();
        database.change("insert into retention_drop (table_name, row_count) values ('dead_letter', 1)");
        database.change("insert into retention_count (drop_id, kind, stage, topic, topic_id, partition, row_count,"
                + " first_offset, last_offset, frame_stored) select id, 'failed', 'ingest', 'sightline.frames', '"
                + pipeline.id(TOPICS.frames()) + "', 0, 1, 900, 900, false from retention_drop");

        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    /** Of what it has a letter of it is not waiting, though ingest has not said so yet. */
    @Test
    void areNoneWhenIngestHasNotSaidYetThatItIsDone() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.send(0, Fate.DETECTED);
        pipeline.ingest(1, true);
        pipeline.sinkLetters(Integer.MAX_VALUE);

        assertThat(answer().gaps()).isEmpty();
        assertThat(answer().waiting()).isEqualTo(1);
    }

    @Test
    void doNotMoveTheBeginningOfTheAccountBeforeTheFirstRecord() throws SQLException {
        send(2);
        forge(-5);
        pipeline.drain();

        assertClean(answer());
    }

    private void forge(long offset) {
        var record = new ConsumedRecord(
                TOPICS.frames(),
                pipeline.id(TOPICS.frames()),
                0,
                offset,
                Samples.NOON,
                Samples.text("camera-1"),
                Samples.text("value"),
                Map.of());
        pipeline.append(LETTERS, pipeline.letter(record, Optional.of(UUID.randomUUID()), "ingest"));
    }
}
