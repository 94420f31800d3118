package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of letters that are redriven. */
@ExtendWith(PostgresServer.class)
class RedriveOutcomeTest {
    private static final UUID FRAME = Samples.frame(Samples.text("picture")).getFrameId();

    private RedriveBench bench;

    @BeforeEach
    void open(TestDatabase fresh) {
        bench = new RedriveBench(fresh);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "detect"})
    void anInferenceResolvesTheLettersOfItsFrame(String stage) throws SQLException {
        var letter = bench.letter(stage, 1, FRAME, "camera-1");
        var operation = bench.begin("{}");
        bench.sendAll();

        bench.infer(RedriveBench.record("detect", 9, Map.of()), FRAME);

        assertThat(bench.state(letter)).isEqualTo("resolved");
        assertThat(bench.operation(operation))
                .containsEntry("state", "done")
                .containsEntry("resolved", 1L)
                .containsKey("finishedAt");
    }

    /** Otherwise the operation would wait for an inference that its table has refused. */
    @Test
    void aFrameThatTheSinkRefusesIsAMatterOfTheSinkFromThenOn() throws SQLException {
        // Given
        var letter = bench.letter("detect", 1, FRAME, "camera-1");
        var operation = bench.begin("{}");
        var sent = bench.sendAll().get(0);
        var inference = new ConsumedRecord(
                "sightline.inferences",
                Samples.TOPIC_ID,
                0,
                0,
                Samples.NOON,
                Samples.text("camera-1"),
                Samples.text("an inference"),
                sent.trail().passedOn().headers());
        // When
        var refused = bench.write("sink", inference, FRAME, "camera-1");
        store(new Entry.Letter<>(inference, refused, Optional.empty()));
        // Then
        assertThat(bench.state(letter)).isEqualTo("resolved");
        assertThat(bench.state(refused.getEventId())).isEqualTo("open");
        assertThat(bench.operation(operation)).containsEntry("state", "done").containsEntry("resolved", 1L);
    }

    private void store(Entry<InferenceRow> entry) throws SQLException {
        var source = bench.database.dataSource();
        var partition =
                new TopicPartition(entry.record().topic(), entry.record().partition());
        var offsets = new SinkOffsets(source, "sightline-sink-inferences");
        offsets.begin(partition, entry.record().topicId(), 0);
        new SinkTransaction<>(source, offsets, new InferenceTable(new MonthPartitions(source)))
                .commit(
                        List.of(entry),
                        List.of(new Advance(partition, entry.record().topicId(), 0, 1, 0, 1)));
    }

    @Test
    void aLetterThatFailsAgainIsOpenWithAHigherCountAndItsOriginal() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        var operation = bench.begin("{}");
        var sent = bench.sendAll().get(0);

        var repeat = bench.fail("sink", RedriveBench.again(sent, 9), null, "camera-1");

        assertThat(repeat)
                .as("the record lies elsewhere, the letter is the same")
                .isEqualTo(letter);
        assertThat(bench.state(letter)).isEqualTo("open");
        assertThat(bench.count(letter)).isOne();
        assertThat(bench.database.number("select failed_offset from dead_letter"))
                .isOne();
        assertThat(bench.database.text("select redrive_id from dead_letter")).isEqualTo(operation.toString());
        assertThat(bench.operation(operation)).containsEntry("state", "done").containsEntry("failedAgain", 1L);
    }

    @Test
    void theSameFailureToldTwiceReopensNothing() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        bench.begin("{}");
        var sent = bench.sendAll().get(0);
        bench.fail("sink", RedriveBench.again(sent, 9), null, "camera-1");
        bench.begin("{}");
        bench.sendAll();

        bench.fail("sink", RedriveBench.again(sent, 10), null, "camera-1");

        assertThat(bench.state(letter))
                .as("it is on its way for the second time")
                .isEqualTo("redriving");
        assertThat(bench.count(letter)).isOne();
    }

    @Test
    void everyRoundCountsUntilTheLimit() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        int rounds = 0;
        for (bench.begin("{}"); bench.state(letter).equals("redriving"); bench.begin("{}")) {
            var sent = bench.sendAll().get(0);
            bench.fail("sink", RedriveBench.again(sent, 10 + rounds++), null, "camera-1");
        }

        assertThat(rounds).isEqualTo(RedriveBench.LIMIT);
        assertThat(bench.database.number("select count(*) from dead_letter")).isOne();
    }

    /** Otherwise the letters of a record that no stage can read would double with each redrive. */
    @Test
    void aRecordThatIsBrokenForTwoStagesHasTwoLettersHoweverOftenItIsRedriven() throws SQLException {
        bench.letter("detect", 1, null, "camera-1");
        bench.letter("sink", 1, null, "camera-1");
        for (int round = 1; round <= RedriveBench.LIMIT; round++) {
            bench.begin("{}");
            int offset = 10 * round;
            for (var sent : bench.sendAll()) {
                var again = RedriveBench.again(sent, offset++);
                bench.fail("detect", again, null, "camera-1");
                bench.fail("sink", again, null, "camera-1");
            }
        }

        assertThat(bench.database.number("select count(*) from dead_letter")).isEqualTo(2);
        assertThat(bench.preview("{}", io.sightline.security.SourceRule.EVERY))
                .containsEntry("skipped", Map.of("limit", 2L));
    }

    /** Its picture was broken and was mended in the end; that detect fails then is another matter. */
    @Test
    void aLetterOfTheNextStageMayBeRedrivenHoweverOftenThePictureWas() throws SQLException {
        bench.letter("ingest", 1, FRAME, "camera-1");
        bench.database.change("update dead_letter set redrive_count = " + RedriveBench.LIMIT);
        bench.begin("{\"ids\": [\"" + bench.database.text("select event_id from dead_letter") + "\"]}");
        var sent = bench.sendAll().get(0);
        var claim = RedriveBench.record("detect", 9, sent.trail().passedOn().headers());
        bench.store(claim, FRAME);

        var ofDetect = bench.fail("detect", claim, FRAME, "camera-1");

        assertThat(bench.count(ofDetect)).isZero();
        assertThat(bench.preview("{}", io.sightline.security.SourceRule.EVERY)).containsEntry("toSend", 1L);
    }

    /** Its first failure did not know its frame, and the second does. */
    @Test
    void aLetterLearnsItsFrameWhenItFailsLater() throws SQLException {
        var letter = bench.letter("detect", 1, null, null);
        bench.begin("{}");
        var sent = bench.sendAll().get(0);

        var repeat = bench.fail("detect", RedriveBench.again(sent, 9), FRAME, "camera-1");

        assertThat(repeat).isEqualTo(letter);
        assertThat(bench.database.text("select frame_id || ' ' || source_id from dead_letter"))
                .isEqualTo(FRAME + " camera-1");
    }

    @Test
    void theSinksOwnLetterIsResolvedByTheRowOfItsRecord() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        var operation = bench.begin("{}");
        var sent = bench.sendAll().get(0);

        bench.store(RedriveBench.again(sent, 9), FRAME);

        assertThat(bench.state(letter)).isEqualTo("resolved");
        assertThat(bench.operation(operation)).containsEntry("state", "done").containsEntry("resolved", 1L);
    }

    @Test
    void aDuplicateRowResolvesToo() throws SQLException {
        bench.store(RedriveBench.record("sink", 8, Map.of()), FRAME);
        var letter = bench.letter("sink", 1, null, "camera-1");
        bench.begin("{}");

        bench.store(RedriveBench.again(bench.sendAll().get(0), 9), FRAME);

        assertThat(bench.database.number("select count(*) from frame")).isOne();
        assertThat(bench.state(letter)).isEqualTo("resolved");
    }

    /** What became of the frame afterwards is another letter's business. */
    @Test
    void aLetterOfIngestIsResolvedByTheRowOfItsFrame() throws SQLException {
        var letter = bench.letter("ingest", 1, FRAME, "camera-1");
        bench.begin("{}");
        var sent = bench.sendAll().get(0);

        bench.store(RedriveBench.record("detect", 9, sent.trail().passedOn().headers()), FRAME);

        assertThat(bench.state(letter)).isEqualTo("resolved");
    }

    @Test
    void aLetterOfDetectWithoutFrameIsResolvedByAnInferenceThatCarriesItsId() throws SQLException {
        var letter = bench.letter("detect", 1, null, null);
        bench.begin("{}");
        var sent = bench.sendAll().get(0);

        bench.store(RedriveBench.again(sent, 9), FRAME);
        assertThat(bench.state(letter))
                .as("the sink has read it, detect has not")
                .isEqualTo("redriving");

        bench.infer(RedriveBench.inferenceRecord(sent.trail().passedOn()), FRAME);
        assertThat(bench.state(letter)).isEqualTo("resolved");
    }

    @Test
    void aLetterThatIsResolvedBeforeItsTurnIsNotSent() throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        var operation = bench.begin("{}");
        bench.database.change("update dead_letter set state = 'resolved'");

        assertThat(bench.sendAll()).isEmpty();

        assertThat(bench.operation(operation)).containsEntry("state", "done").containsEntry("resolved", 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLetterThatIsDeletedOnItsWayIsGone(boolean sent) throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        var operation = bench.begin("{}");
        if (sent) {
            bench.sendAll();
        }

        bench.database.change("delete from dead_letter");

        assertThat(bench.sendAll()).isEmpty();
        assertThat(bench.operation(operation))
                .containsEntry("state", "done")
                .containsEntry("skipped", Map.of("gone", 1L));
        assertThat(bench.database.number("select count(*) from redrive where sending"))
                .isZero();
    }
}
