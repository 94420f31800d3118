package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.Refusals;
import io.sightline.camel.StoreRows;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.Entry;
import io.sightline.delivery.EntryStore;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/**
 * The routes sink-claims, sink-inferences, sink-dead-letters with read-frame-row, read-inference-row,
 * read-dead-letter-row and refuse-row.
 */
class SinkRoutesTest extends PipelineTestSupport {
    private static final byte[] GARBAGE = {9, 9, 9};

    private final List<Entry<?>> stored = new ArrayList<>();
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
        var refuseRow = new Refusals("direct:refuse-row", classifier);
        registry.bind(
                "storeFrames",
                new StoreRows<FrameReceived, FrameRow>(
                        store(row -> row.frame().getSourceId().equals(refusedSource)),
                        FrameRow::new,
                        refuseRow,
                        "letters"));
        registry.bind(
                "storeInferences",
                new StoreRows<InferenceCompleted, InferenceRow>(
                        store(row -> false), InferenceRow::new, refuseRow, "letters"));
        registry.bind(
                "storeDeadLetters",
                new StoreRows<DeadLetter, DeadLetterRow>(
                        store(row -> refuseReadableLetters && row.letter().getReason() == Reason.NOT_A_PICTURE),
                        (letter, record, trace) -> new DeadLetterRow(letter, record),
                        new Refusals("direct:read-dead-letter-row", classifier),
                        "letters"));
    }

    @Test
    void storesFramesAndTurnsGarbageIntoADeadLetter() {
        var batch = batch().add(frame("camera-1")).add(GARBAGE).add(frame("camera-2"));

        var ended = deliver("sink-claims", batch);

        assertThat(ended.getException()).isNull();
        assertThat(stored).extracting(entry -> entry.record().offset()).containsExactly(0L, 1L, 2L);
        assertThat(rows(FrameRow.class)).hasSize(2);
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
        assertThat(rows(FrameRow.class)).hasSize(2);
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
        assertThat(letters()).isEmpty();
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
        assertThat(letters())
                .extracting(letter -> letter.letter().getReason())
                .containsExactly(Reason.UNDECODABLE_RECORD, Reason.UNDECODABLE_RECORD);
        assertThat(letters()).allSatisfy(letter -> assertThat(letter.mail()).isEmpty());
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void longGarbageAmongDeadLettersIsStoredBeforeItsRowNamesIt() {
        var garbage = new byte[256 * 1024 + 1];

        var ended = deliver("sink-dead-letters", batch().add(garbage));

        assertThat(ended.getException()).isNull();
        var letter = letters().get(0).letter();
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
        assertThat(rows(DeadLetterRow.class)).isEmpty();
        assertThat(letters())
                .singleElement()
                .satisfies(entry -> assertThat(entry.mail()).isEmpty());
        var letter = letters().get(0).letter();
        assertThat(letter.getReason()).isEqualTo(Reason.CONSTRAINT_VIOLATION);
        assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(readable));
    }

    @Test
    void refusedRowKeepsItsFrameAndSource() {
        refusedSource = "camera-2";
        refusal = "22003";

        deliver("sink-claims", batch().add(frame("camera-2")));

        assertThat(letters())
                .hasSize(1)
                .first()
                .extracting(Entry.Letter::letter)
                .satisfies(letter -> {
                    assertThat(letter.getFrameId()).isNotNull();
                    assertThat(letter.getSourceId()).isEqualTo("camera-2");
                    assertThat(letter.getCapturedAt()).isEqualTo(TopicBatch.TIMESTAMP);
                    assertThat(letter.getOrigin()).isEqualTo(Records.ORIGIN);
                });
    }

    private byte[] deadLetter() {
        deliver("sink-claims", batch().add(GARBAGE));
        var letter = letters().get(0).letter();
        stored.clear();
        letter.setReason(Reason.NOT_A_PICTURE);
        return Records.value(format, letter);
    }

    private void assertLetter(Reason reason, byte[] original) {
        assertThat(deadLetters()).as("nothing is sent before the commit").isEmpty();
        assertThat(letters()).hasSize(1).first().satisfies(entry -> {
            var letter = entry.letter();
            assertThat(letter.getReason()).isEqualTo(reason);
            assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(original));
            assertThat(letter.getStage()).isEqualTo("sink");
            assertThat(letter.getRoute()).startsWith("sink-");
            var mail = entry.mail().orElseThrow();
            assertThat(mail.topic()).isEqualTo("letters");
            assertThat(mail.key()).isEqualTo("camera-1".getBytes(StandardCharsets.UTF_8));
            assertThat(format.read(Objects.requireNonNull(mail.value()), DeadLetter.class))
                    .isEqualTo(letter);
            assertThat(mail.headers()).containsKeys("ce_id", "ce_type", "ce_time", "traceparent");
        });
    }

    private byte[] frame(String source) {
        var frame = Records.frame(naming.claim(Pictures.png(1), "image/png"));
        frame.setSourceId(source);
        return Records.value(format, frame);
    }

    /** Takes everything but rows that are to be refused; what is refused for an outage fails the batch. */
    private <T> EntryStore<T> store(Predicate<T> isRefused) {
        return (delivered, writer) -> {
            for (var entry : delivered) {
                if (entry instanceof Entry.Row<T> row && isRefused.test(row.row())) {
                    var failure = classifier.classify(new SQLException("refused by the test", refusal));
                    if (!(failure instanceof PermanentFailure permanent)) {
                        throw failure;
                    }
                    stored.add(writer.write(row, permanent));
                } else {
                    stored.add(entry);
                }
            }
            return Set.of();
        };
    }

    private <T> List<T> rows(Class<T> type) {
        return stored.stream()
                .filter(Entry.Row.class::isInstance)
                .map(entry -> type.cast(((Entry.Row<?>) entry).row()))
                .toList();
    }

    /** The letters that became part of a batch's transaction. */
    private List<Entry.Letter<?>> letters() {
        var letters = new ArrayList<Entry.Letter<?>>();
        stored.forEach(entry -> {
            if (entry instanceof Entry.Letter<?> letter) {
                letters.add(letter);
            }
        });
        return letters;
    }
}
