package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What headers that anybody can write do to letters: nothing that a redrive would not do. */
@ExtendWith(PostgresServer.class)
class RedriveForgeryTest {
    private static final UUID FRAME = Samples.frame(Samples.text("picture")).getFrameId();
    private static final UUID OTHER = UUID.fromString("26af23f6-8be2-5bec-9097-e4f9b0c51dc2");

    private RedriveBench bench;

    @BeforeEach
    void open(TestDatabase fresh) {
        bench = new RedriveBench(fresh);
    }

    @Test
    void aForgedHeaderResolvesNoLetterThatIsNotBeingRedriven() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");

        bench.store(RedriveBench.record("sink", 9, new Redriven(letter, 1, Optional.empty()).headers()), FRAME);

        assertThat(bench.state(letter)).isEqualTo("open");
    }

    @Test
    void aForgedHeaderResolvesNoLetterOfAnotherFrame() throws SQLException {
        var ingest = bench.letter("ingest", 1, OTHER, "camera-1");
        var sink = bench.letter("sink", 2, OTHER, "camera-1");
        bench.begin("{}");
        for (var sent : bench.sendAll()) {
            bench.store(RedriveBench.record("sink", 9, sent.trail().headers()), FRAME);
            bench.infer(RedriveBench.inferenceRecord(sent.trail()), FRAME);
        }

        assertThat(bench.state(ingest)).isEqualTo("redriving");
        assertThat(bench.state(sink)).isEqualTo("redriving");
    }

    @Test
    void aForgedHeaderResolvesNoLetterOfAnotherTopicOrStage() throws SQLException {
        var ofClaims = bench.letter("sink", 1, null, "camera-1");
        var ofDetect = bench.letter("detect", 2, null, "camera-1");
        bench.begin("{}");
        for (var sent : bench.sendAll()) {
            if (sent.stage().equals("sink")) {
                bench.infer(RedriveBench.inferenceRecord(sent.trail()), FRAME);
            } else {
                bench.store(RedriveBench.again(sent, 9), FRAME);
            }
        }

        assertThat(bench.state(ofClaims)).isEqualTo("redriving");
        assertThat(bench.state(ofDetect)).isEqualTo("redriving");
    }

    @Test
    void aForgedHeaderReopensNoLetterOfAnotherTopic() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        var record = RedriveBench.inferenceRecord(
                new Redriven(letter, 99, Optional.of(new Redriven.FirstFailure("sink", Samples.TOPIC_ID + "/3/1"))));

        assertThat(bench.fail("sink", record, null, "camera-1")).isEqualTo(letter);

        assertThat(bench.count(letter)).isZero();
    }

    /** The record of such a letter is the one that failed, and bears the header of its redrive. */
    @Test
    void aLetterOfTheSinkResolvesNothingByItsOwnRecord() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        bench.begin("{}");
        var stale = RedriveBench.again(bench.sendAll().get(0), 9);
        bench.fail("sink", stale, null, "camera-1");
        bench.begin("{}");
        bench.sendAll();

        new LetterBox(bench.database.dataSource())
                .keep(new LetterBox.Item(
                        new DeadLetterRow(bench.write("sink", stale, null, null), stale), Optional.empty()));

        assertThat(bench.state(letter)).isEqualTo("redriving");
    }
}
