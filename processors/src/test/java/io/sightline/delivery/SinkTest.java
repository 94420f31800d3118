package io.sightline.delivery;

import static io.sightline.delivery.SinkBench.FIRST;
import static io.sightline.delivery.SinkBench.SECOND;
import static io.sightline.delivery.SinkBench.frame;
import static io.sightline.delivery.SinkBench.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.delivery.TestDatabase.Fault;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresServer.class)
class SinkTest {
    private TestDatabase database;
    private SinkBench sink;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        sink = new SinkBench(fresh);
    }

    @Test
    void storesABatchWithItsPositionInOneTransaction() {
        sink.store(frames(0, 1));
        database.transactions();

        var held = sink.store(frames(1, 500));

        assertThat(held).isEmpty();
        assertThat(database.transactions()).isOne();
        assertThat(rows()).isEqualTo(500);
        assertThat(database.positions()).isEqualTo("500 500 0 0 0 0");
        assertThat(sink.count("stored")).isEqualTo(500);
    }

    @Test
    void dropsWhatIsBelowThePosition() {
        sink.store(frames(0, 20));

        sink.store(frames(10, 30));
        sink.store(frames(0, 30));

        assertThat(rows()).isEqualTo(30);
        assertThat(database.positions()).isEqualTo("30 30 0 0 0 0");
        assertThat(sink.count("redelivered")).isEqualTo(40);
    }

    @Test
    void takesARecordOnceThatABatchHoldsTwice() {
        var batch = new ArrayList<>(frames(0, 10));
        batch.addAll(frames(4, 12));

        sink.store(batch);

        assertThat(rows()).isEqualTo(12);
        assertThat(database.positions()).isEqualTo("12 12 0 0 0 0");
        assertThat(sink.count("repeated")).isEqualTo(6);
    }

    @Test
    void countsAFrameThatIsThereByAnotherRecordAsDuplicate() {
        sink.store(frames(0, 3));
        var again = ((Entry.Row<FrameRow>) frame(FIRST, 1)).row();

        sink.store(List.of(
                frame(FIRST, 3),
                new Entry.Row<>(SinkBench.record(FIRST, 4), again),
                new Entry.Row<>(SinkBench.record(FIRST, 5), again)));

        assertThat(rows()).isEqualTo(4);
        assertThat(database.positions()).isEqualTo("6 4 2 0 0 0");
    }

    /** What a former version has written, or somebody else. */
    @Test
    void ofSeveralClaimsOfAFrameInABatchTheFirstCountsWhateverTimeTheySay() {
        var first = frame(FIRST, 0);
        var later = Samples.frame(Samples.text("picture 0"));
        later.setFrameId(((Entry.Row<FrameRow>) first).row().frame().getFrameId());
        later.setCapturedAt(Samples.NOON.plusSeconds(1));
        var record = SinkBench.record(FIRST, 1);

        sink.store(List.of(first, new Entry.Row<>(record, new FrameRow(later, record, "trace"))));

        assertThat(database.positions()).isEqualTo("2 1 1 0 0 0");
        assertThat(database.text("select captured_at at time zone 'UTC' from frame"))
                .isEqualTo("2026-03-01 12:00:00");
    }

    @Test
    void countsEachPartitionOfABatchByItself() {
        var batch = new ArrayList<Entry<FrameRow>>(frames(0, 5));
        batch.add(frame(SECOND, 0));
        batch.add(new Entry.Row<>(SinkBench.record(SECOND, 1), ((Entry.Row<FrameRow>) frame(SECOND, 0)).row()));
        Collections.shuffle(batch, new Random(1));

        sink.store(batch);

        assertThat(rows()).isEqualTo(6);
        assertThat(database.positions()).isEqualTo("5 5 0 0 0 0,2 1 1 0 0 0");
    }

    @Test
    void oneThatAnotherHasOvertakenStoresNothingUntilItHasReadItsPositionAgain() {
        // Given
        var other = new SinkBench(database);
        sink.store(frames(0, 3));
        other.store(frames(3, 6));
        // When
        assertThatThrownBy(() -> sink.store(frames(3, 9)))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.FENCED))
                .hasMessageContaining("sightline.claims-0");
        // Then
        assertThat(rows()).isEqualTo(6);
        assertThat(sink.fenced()).isOne();
        sink.store(frames(3, 9));
        assertThat(rows()).isEqualTo(9);
        assertThat(database.positions()).isEqualTo("9 9 0 0 0 0");
        assertThatThrownBy(() -> other.store(frames(6, 9))).hasMessageContaining("has moved the position");
    }

    @Test
    void fencingOfOnePartitionStoresNothingOfTheOthers() {
        var other = new SinkBench(database);
        sink.store(List.of(frame(FIRST, 0), frame(SECOND, 0)));
        other.store(List.of(frame(SECOND, 1)));

        assertThatThrownBy(() -> sink.store(List.of(frame(FIRST, 1), frame(SECOND, 1))))
                .isInstanceOf(TransientFailure.class);

        assertThat(database.positions()).isEqualTo("1 1 0 0 0 0,2 2 0 0 0 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DIES_BEFORE_COMMIT", "DIES_AFTER_COMMIT"})
    void thePositionDecidesWhatBecameOfACommitWithoutAnswer(Fault fault) {
        sink.store(frames(0, 10));
        database.suffer(fault);

        assertThatThrownBy(() -> sink.store(frames(10, 20)))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE));
        database.suffer(Fault.NONE);
        sink.store(frames(10, 20));

        assertThat(rows()).isEqualTo(20);
        assertThat(database.positions()).isEqualTo("20 20 0 0 0 0");
        assertThat(sink.count("redelivered")).isEqualTo(fault == Fault.DIES_AFTER_COMMIT ? 10 : 0);
    }

    @Test
    void anOutageMakesNoDeadLetter() {
        database.suffer(Fault.AWAY);

        assertThatThrownBy(() -> sink.store(frames(0, 10))).isInstanceOf(TransientFailure.class);
        database.suffer(Fault.NONE);
        sink.store(frames(0, 10));

        assertThat(database.positions()).isEqualTo("10 10 0 0 0 0");
        assertThat(database.number("select count(*) from dead_letter")).isZero();
    }

    @Test
    void aRecordThatCannotBeReadIsALetterInTheTransactionOfItsNeighbours() {
        sink.store(frames(0, 1));
        database.transactions();

        sink.store(List.of(frame(FIRST, 1), sink.garbage(2), frame(FIRST, 3)));

        assertThat(database.transactions()).isOne();
        assertThat(rows()).isEqualTo(3);
        assertThat(database.positions()).isEqualTo("4 3 0 1 0 0");
        assertThat(database.text("select failed_offset from dead_letter")).isEqualTo("2");
        assertThat(database.text("select convert_from(record_value, 'UTF8') from outbox"))
                .isEqualTo("letter");
    }

    @Test
    void noBookKeepingThatDoesNotAddUpCanBeWritten() {
        sink.store(frames(0, 3));

        assertThatThrownBy(() -> database.change("update sink_offset set next_offset = 4"))
                .hasStackTraceContaining("violates check constraint");
        assertThatThrownBy(() -> database.change("update sink_offset set stored = 2"))
                .hasStackTraceContaining("violates check constraint");
    }

    @Test
    void recordsOfATopicThatWasMadeAnewAreNotStored() {
        sink.store(frames(0, 3));
        var record = SinkBench.record(FIRST, 3);
        var foreign = new ConsumedRecord(
                record.topic(),
                new java.util.UUID(7, 7),
                0,
                3,
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());

        var held = sink.store(
                List.of(SinkBench.row(foreign, Samples.frame(Samples.text("new")), "camera-1"), frame(SECOND, 0)));

        assertThat(held).containsExactly(FIRST);
        assertThat(database.positions()).isEqualTo("3 3 0 0 0 0,1 1 0 0 0 0");
        assertThat(sink.stopped.all()).hasSize(1).allSatisfy((partition, stop) -> {
            assertThat(stop.code()).isEqualTo(FailureCode.TOPIC_REPLACED);
            assertThat(stop.what()).contains("deleted and made anew");
        });
    }

    private long rows() {
        assertThat(Stream.of("frame", "image").map(table -> database.number("select count(*) from " + table)))
                .allSatisfy(count -> assertThat(count).isPositive());
        return database.number("select count(*) from frame");
    }
}
