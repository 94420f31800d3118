package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.camel.StoreRows;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.Sink;
import io.sightline.delivery.Table;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Reason;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/**
 * The routes sink-claims, sink-inferences, sink-dead-letters with read-frame-row, read-inference-row,
 * read-dead-letter-row and refuse-row.
 */
class SinkRoutesTest extends PipelineTestSupport {
    private static final byte[] GARBAGE = {9, 9, 9};

    private final List<Object> stored = new ArrayList<>();
    private String refusedSource = "";
    private String refusal = "";
    private boolean refuseReadableLetters;

    @Override
    List<String> routes() {
        return List.of(
                "sink-claims",
                "sink-inferences",
                "sink-dead-letters",
                "read-frame-row",
                "read-inference-row",
                "read-dead-letter-row",
                "refuse-row");
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        var meters = new SimpleMeterRegistry();
        registry.bind(
                "storeFrames",
                new StoreRows<FrameReceived, FrameRow>(sink(this::insertFrames), FrameRow::new, meters, "frame"));
        registry.bind(
                "storeInferences",
                new StoreRows<InferenceCompleted, InferenceRow>(
                        sink((connection, rows) -> rows.size()), InferenceRow::new, meters, "inference"));
        registry.bind(
                "storeDeadLetters",
                new StoreRows<DeadLetter, DeadLetterRow>(
                        sink(this::insertLetters),
                        (letter, record, trace) -> new DeadLetterRow(letter, record),
                        meters,
                        "dead_letter"));
    }

    @Test
    void storesFramesAndTurnsGarbageIntoADeadLetter() {
        var batch = batch().add(frame("camera-1")).add(GARBAGE).add(frame("camera-2"));

        var ended = deliver("sink-claims", batch);

        assertThat(ended.getException()).isNull();
        assertThat(stored).extracting(row -> ((FrameRow) row).claim().offset()).containsExactly(0L, 2L);
        assertLetter(Reason.UNDECODABLE_RECORD, GARBAGE);
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void rowThatTheDatabaseRefusesBecomesADeadLetterAndItsNeighboursAreStored() {
        refusedSource = "camera-2";
        refusal = "22003";
        var batch = batch().add(frame("camera-1")).add(frame("camera-2")).add(frame("camera-3"));

        var ended = deliver("sink-claims", batch);

        assertThat(ended.getException()).isNull();
        assertThat(stored).hasSize(2);
        assertLetter(Reason.CONSTRAINT_VIOLATION, frame("camera-2"));
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void databaseThatIsAwayFailsTheBatchUncommitted() {
        refusedSource = "camera-1";
        refusal = "08006";
        var batch = batch().add(frame("camera-1"));

        var ended = deliver("sink-claims", batch);

        assertThat(ended.getException()).hasMessageContaining("refused by the test");
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(0);
    }

    @Test
    void batchOfGarbageAloneStoresNothingAndIsCommitted() {
        var batch = batch().add(GARBAGE);

        var ended = deliver("sink-inferences", batch);

        assertThat(ended.getException()).isNull();
        assertLetter(Reason.UNDECODABLE_RECORD, GARBAGE);
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void garbageAmongDeadLettersIsStoredAsOneAndNotSentRoundAgain() {
        var batch = batch().add(GARBAGE).add(null);

        var ended = deliver("sink-dead-letters", batch);

        assertThat(ended.getException()).isNull();
        assertThat(stored)
                .extracting(row -> ((DeadLetterRow) row).letter().getReason())
                .containsExactly(Reason.UNDECODABLE_RECORD, Reason.UNDECODABLE_RECORD);
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void longGarbageAmongDeadLettersIsStoredBeforeItsRowNamesIt() {
        var garbage = new byte[256 * 1024 + 1];

        var ended = deliver("sink-dead-letters", batch().add(garbage));

        assertThat(ended.getException()).isNull();
        var letter = ((DeadLetterRow) stored.get(0)).letter();
        assertThat(letter.getOriginalValue()).isNull();
        assertThat(store.objects.get(letter.getOriginalClaim().getKey())).isEqualTo(garbage);
    }

    @Test
    void deadLetterThatTheDatabaseRefusesIsStoredAsItCame() {
        refuseReadableLetters = true;
        refusal = "22008";
        var readable = deadLetter();

        var ended = deliver("sink-dead-letters", batch().add(readable));

        assertThat(ended.getException()).isNull();
        var letter = ((DeadLetterRow) stored.get(0)).letter();
        assertThat(letter.getReason()).isEqualTo(Reason.CONSTRAINT_VIOLATION);
        assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(readable));
    }

    @Test
    void refusedRowKeepsItsFrameAndSource() {
        refusedSource = "camera-2";
        refusal = "22003";

        deliver("sink-claims", batch().add(frame("camera-2")));

        assertThat(deadLetters()).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.getFrameId()).isNotNull();
            assertThat(letter.getSourceId()).isEqualTo("camera-2");
        });
    }

    /** Refuses what was readable and takes what was written down about it. */
    private int insertLetters(Connection connection, List<DeadLetterRow> rows) throws SQLException {
        if (refuseReadableLetters && rows.stream().anyMatch(row -> row.letter().getReason() == Reason.NOT_A_PICTURE)) {
            throw new SQLException("refused by the test", refusal);
        }
        stored.addAll(rows);
        return rows.size();
    }

    private byte[] deadLetter() {
        deliver("sink-claims", batch().add(GARBAGE));
        var letter = deadLetters().get(0);
        letter.setReason(Reason.NOT_A_PICTURE);
        return Records.value(format, letter);
    }

    private void assertLetter(Reason reason, byte[] original) {
        assertThat(deadLetters()).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo(reason);
            assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(original));
            assertThat(letter.getStage()).isEqualTo("sink");
        });
    }

    private byte[] frame(String source) {
        var frame = Records.frame(naming.claim(Pictures.png(1), "image/png"));
        frame.setSourceId(source);
        return Records.value(format, frame);
    }

    private int insertFrames(Connection connection, List<FrameRow> rows) throws SQLException {
        if (rows.stream().anyMatch(row -> row.frame().getSourceId().equals(refusedSource))) {
            throw new SQLException("refused by the test", refusal);
        }
        stored.addAll(rows);
        return rows.size();
    }

    private <T> Sink<T> sink(Table<T> table) {
        return new Sink<>(acceptAnything(DataSource.class), table, classifier);
    }

    /** Connections that begin, commit and roll back nothing. */
    @SuppressWarnings("unchecked")
    private static <T> T acceptAnything(Class<T> type) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        method.getReturnType() == Connection.class ? acceptAnything(Connection.class) : null);
    }
}
