package io.sightline.delivery;

import static io.sightline.delivery.SinkBench.FIRST;
import static io.sightline.delivery.SinkBench.SECOND;
import static io.sightline.delivery.SinkBench.frame;
import static io.sightline.delivery.SinkBench.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class SinkOfJumpsTest {
    private TestDatabase database;
    private SinkBench sink;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        sink = new SinkBench(fresh);
        sink.store(List.of(frame(FIRST, 0), frame(SECOND, 0)));
    }

    @Test
    void aJumpIsBelievedWhenItIsReadTwice() {
        var batch = new ArrayList<>(frames(3, 5));
        batch.addAll(frames(7, 8));

        assertThatThrownBy(() -> sink.store(batch))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.OFFSETS_MISSING))
                .hasMessageContaining("the offsets 1 to 2 are missing");
        assertThat(database.positions()).isEqualTo("1 1 0 0 0 0,1 1 0 0 0 0");
        sink.store(batch);

        assertThat(database.positions()).isEqualTo("8 4 0 0 4 0,1 1 0 0 0 0");
        assertThat(sink.count("skipped")).isEqualTo(4);
    }

    @Test
    void aConsumerThatLostItsPlaceLosesNoRecord() {
        assertThatThrownBy(() -> sink.store(frames(3, 5))).isInstanceOf(TransientFailure.class);

        sink.store(frames(1, 5));

        assertThat(database.positions()).isEqualTo("5 5 0 0 0 0,1 1 0 0 0 0");
    }

    @Test
    void recordsThatExpiredUnreadStopTheirPartitionAndNoOther() {
        sink.log.start = 40;

        var held = sink.store(List.of(frame(FIRST, 40), frame(FIRST, 41), frame(SECOND, 1)));

        assertThat(held).containsExactly(FIRST);
        assertThat(database.positions()).isEqualTo("1 1 0 0 0 0,2 2 0 0 0 0");
        assertThat(sink.stopped.all()).hasSize(1).allSatisfy((partition, stop) -> {
            assertThat(partition).isEqualTo("sightline-sink-claims sightline.claims-0");
            assertThat(stop.code()).isEqualTo(FailureCode.RECORDS_EXPIRED);
            assertThat(stop.what()).contains("from offset 1 to 39 were dropped");
        });
        assertThat(sink.store(List.of(frame(FIRST, 42), frame(SECOND, 2)))).containsExactly(FIRST);
        assertThat(database.positions()).isEqualTo("1 1 0 0 0 0,3 3 0 0 0 0");
    }

    @Test
    void whatWasReadBeforeOthersExpiredIsStored() {
        sink.log.start = 40;

        var held = sink.store(List.of(frame(FIRST, 1), frame(FIRST, 2), frame(FIRST, 40)));

        assertThat(held).containsExactly(FIRST);
        assertThat(database.positions()).isEqualTo("3 3 0 0 0 0,1 1 0 0 0 0");
        assertThat(sink.stopped.all().values())
                .extracting(Stop::what)
                .singleElement()
                .asString()
                .contains("3 to 39");
    }

    @Test
    void theWayOnThatTheMessageNamesWritesTheExpiredRecordsOff() {
        sink.log.start = 40;
        sink.store(List.of(frame(FIRST, 40)));
        var wayOn = sink.stopped.all().values().iterator().next().wayOn();

        database.change(wayOn.replaceFirst("^.*?(?=update )", "").replaceFirst("; then restart.*", ""));
        var restarted = new SinkBench(database);
        restarted.log.start = 40;

        assertThat(restarted.positions.resume(FIRST)).isEqualTo(40);
        restarted.store(List.of(frame(FIRST, 40)));
        assertThat(database.positions()).isEqualTo("41 2 0 0 0 39,1 1 0 0 0 0");
    }
}
