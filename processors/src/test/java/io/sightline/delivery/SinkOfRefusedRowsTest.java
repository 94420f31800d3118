package io.sightline.delivery;

import static io.sightline.delivery.SinkBench.FIRST;
import static io.sightline.delivery.SinkBench.SECOND;
import static io.sightline.delivery.SinkBench.frame;
import static io.sightline.delivery.SinkBench.frames;
import static io.sightline.delivery.SinkBench.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresServer.class)
class SinkOfRefusedRowsTest {
    private TestDatabase database;
    private SinkBench sink;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        sink = new SinkBench(fresh);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 0",
        "500, 1",
        "500, 124",
        "500, 249",
        "500, 250",
        "500, 377",
        "500, 498",
        "500, 499",
        "1, 0",
        "2, 0",
        "2, 1",
        "3, 0",
        "3, 1",
        "3, 2",
        "7, 3",
        "7, 6",
        "20, 13"
    })
    void oneBadRowBecomesALetterInFewTransactionsAndItsNeighboursAreStored(int size, int bad) {
        sink.store(frames(0, 1));
        database.transactions();
        var batch = new ArrayList<>(frames(1, 1 + size));
        batch.set(bad, refused(FIRST, 1 + bad));

        sink.store(batch);

        double most = 2 * Math.log(size) / Math.log(2) + 2;
        assertThat((double) database.transactions()).isLessThanOrEqualTo(most + 1e-9);
        assertThat(database.number("select count(*) from frame")).isEqualTo(size);
        assertThat(database.positions()).isEqualTo((size + 1) + " " + size + " 0 1 0 0");
        assertThat(database.text("select reason || failed_offset from dead_letter"))
                .isEqualTo("CONSTRAINT_VIOLATION" + (1 + bad));
        assertThat(database.number("select count(*) from outbox")).isOne();
    }

    @Test
    void eachBadRowBecomesALetter() {
        var batch = new ArrayList<>(frames(0, 100));
        for (int bad : new int[] {0, 3, 4, 50, 51, 90, 99}) {
            batch.set(bad, refused(FIRST, bad));
        }

        sink.store(batch);

        assertThat(database.positions()).isEqualTo("100 93 0 7 0 0");
        assertThat(database.text("select failed_offset from dead_letter order by failed_offset"))
                .isEqualTo("0,3,4,50,51,90,99");
    }

    @Test
    void aBadRowOfOnePartitionDoesNotHoldUpAnother() {
        var batch = new ArrayList<>(frames(0, 5));
        batch.set(4, refused(FIRST, 4));
        batch.add(frame(SECOND, 0));
        batch.add(refused(SECOND, 1));
        batch.add(frame(SECOND, 2));

        sink.store(batch);

        assertThat(database.positions()).isEqualTo("5 4 0 1 0 0,3 2 0 1 0 0");
    }

    @Test
    void whatWasStoredBeforeTheLetterCouldNotBeWrittenIsKnownTheNextTime() {
        var batch = new ArrayList<>(frames(0, 8));
        batch.set(6, refused(FIRST, 6));

        assertThatThrownBy(() -> sink.sink.store(batch, (row, refusal) -> {
                    throw new TransientFailure(
                            io.sightline.failure.FailureCode.DEPENDENCY_UNAVAILABLE, "the object store is away");
                }))
                .hasMessage("the object store is away");
        assertThat(database.positions()).isEqualTo("6 6 0 0 0 0");
        sink.store(batch);

        assertThat(database.positions()).isEqualTo("8 7 0 1 0 0");
        assertThat(sink.count("redelivered")).isEqualTo(6);
    }

    @Test
    void aLetterThatIsRefusedFailsTheBatch() {
        database.change("alter table dead_letter add check (stage <> 'sink')");

        assertThatThrownBy(() -> sink.store(List.of(frame(FIRST, 0), sink.garbage(1), frame(FIRST, 2))))
                .hasMessageContaining("violates check constraint");

        assertThat(database.positions()).isEqualTo("1 1 0 0 0 0");
    }
}
