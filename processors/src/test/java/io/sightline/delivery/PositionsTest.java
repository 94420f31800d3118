package io.sightline.delivery;

import static io.sightline.delivery.SinkBench.FIRST;
import static io.sightline.delivery.SinkBench.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.delivery.Log.Reader;
import io.sightline.delivery.TestDatabase.Fault;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PositionsTest {
    private static final String ROW =
            "select concat_ws(' ', consumer_group, topic, topic_id, partition, start_offset, next_offset) from sink_offset";

    private TestDatabase database;
    private SinkBench sink;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        sink = new SinkBench(fresh);
    }

    @Test
    void aPartitionThatWasNeverSeenBeginsAtTheLogsStart() {
        sink.log.start = 17;

        assertThat(sink.positions.resume(FIRST)).isEqualTo(17);

        assertThat(database.text(ROW))
                .isEqualTo("sightline-sink-claims sightline.claims " + Samples.TOPIC_ID + " 0 17 17");
        assertThat(sink.positions.stops(FIRST.topic())).isEmpty();
    }

    @Test
    void goesOnWhereTheRowsEnd() {
        sink.store(frames(0, 5));

        assertThat(new SinkBench(database).positions.resume(FIRST)).isEqualTo(5);
    }

    @Test
    void learnsWhatAnotherHasStoredInTheMeantime() {
        var other = new SinkBench(database);
        sink.store(frames(0, 5));
        other.store(frames(5, 8));

        assertThat(sink.positions.resume(FIRST)).isEqualTo(8);
        sink.store(frames(5, 10));

        assertThat(database.number("select count(*) from frame")).isEqualTo(10);
    }

    /** Nothing that it lacks is taken for offsets without a record. */
    @Test
    void whatADatabaseLacksThatWasPutBackIsReadAgain() {
        sink.store(frames(0, 3));
        database.change("create table backup as select * from sink_offset");
        sink.store(frames(3, 5));
        database.change("delete from frame where claim_offset >= 3");
        database.change("update sink_offset s set next_offset = b.next_offset, stored = b.stored from backup b");

        assertThatThrownBy(() -> sink.store(frames(5, 6)))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.FENCED));
        assertThat(sink.positions.resume(FIRST)).isEqualTo(3);
        sink.store(frames(3, 6));

        assertThat(database.positions()).isEqualTo("6 6 0 0 0 0");
        assertThat(database.number("select count(*) from frame")).isEqualTo(6);
    }

    @Test
    void anOutageIsNoPosition() {
        database.suffer(Fault.AWAY);

        assertThatThrownBy(() -> sink.positions.resume(FIRST)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void aTopicThatWasMadeAnewIsNotReadAndTheWayOnReadsItFromItsStart() {
        sink.store(frames(0, 5));
        sink.log.topicId = new UUID(7, 7);
        sink.log.end = 9;

        assertThat(sink.positions.resume(FIRST)).as("the log's end").isEqualTo(9);

        var stop = onlyStop();
        assertThat(stop.code()).isEqualTo(FailureCode.TOPIC_REPLACED);
        assertThat(stop.what()).contains(Samples.TOPIC_ID.toString()).contains(new UUID(7, 7).toString());
        assertThat(database.text(ROW)).as("nothing is reset by itself").endsWith("0 0 5");
        follow(stop);
        assertThat(sink.positions.resume(FIRST)).isZero();
        assertThat(sink.stopped.all()).isEmpty();
    }

    @Test
    void aLogThatEndsBeforeThePositionIsNotReadAndTheWayOnReadsItAgain() {
        sink.store(frames(0, 5));
        sink.log.end = 3;

        assertThat(sink.positions.resume(FIRST)).isEqualTo(3);

        var stop = onlyStop();
        assertThat(stop.code()).isEqualTo(FailureCode.OFFSET_OUT_OF_RANGE);
        assertThat(stop.what()).contains("ends at offset 3").contains("before 5");
        follow(stop);
        assertThat(sink.positions.resume(FIRST)).isZero();
        sink.store(frames(0, 3));
        assertThat(database.number("select count(*) from frame")).isEqualTo(5);
        assertThat(database.number("select duplicate from sink_offset")).isEqualTo(3);
    }

    @Test
    void recordsThatExpiredWhileNobodyReadAreNotPassedOverInSilence() {
        sink.store(frames(0, 5));
        sink.log.start = 8;

        assertThat(sink.positions.resume(FIRST)).isEqualTo(sink.log.end);

        var stop = onlyStop();
        assertThat(stop.code()).isEqualTo(FailureCode.RECORDS_EXPIRED);
        assertThat(stop.what()).contains("from offset 5 to 7");
        assertThat(stop.failure()).hasMessageContaining("5 to 7").hasMessageContaining("update sink_offset");
        follow(stop);
        assertThat(sink.positions.resume(FIRST)).isEqualTo(8);
        assertThat(database.number("select expired from sink_offset")).isEqualTo(3);
    }

    @Test
    void aRuntimeOfTheSameGroupWithAnotherDatabaseStopsThePartitionBeforeTheTopicIsDivided() {
        sink.store(frames(0, 5));
        var here = sink.identity.clientId(SinkBench.GROUP);
        sink.log.readers = List.of(
                new Reader(here, "/10.0.0.7"),
                new Reader("consumer-" + SinkBench.GROUP + "-1", "/10.0.0.8"),
                new Reader(SinkBench.GROUP + ".7312847592834.5", "/10.0.0.9"));

        assertThat(sink.positions.resume(FIRST)).isEqualTo(sink.log.end);

        var stop = onlyStop();
        assertThat(stop.code()).isEqualTo(FailureCode.DATABASE_DIVIDED);
        assertThat(stop.what()).contains("10.0.0.9", "7312847592834.5").doesNotContain("10.0.0.8");
        assertThat(stop.wayOn()).contains("spring.datasource.url", "sightline.topics.");
        sink.log.readers = List.of(new Reader(here, "/10.0.0.7"));
        assertThat(sink.positions.resume(FIRST)).isEqualTo(5);
        assertThat(sink.stopped.all()).isEmpty();
    }

    @Test
    void eachDatabaseOfAClusterHasAnIdentityOfItsOwn(TestDatabase other) {
        var identity = new DatabaseIdentity(other.dataSource(), new FailureClassifier());

        assertThat(identity.clientId("group")).matches("group\\.\\d+\\.\\d+");
        assertThat(identity.clientId(SinkBench.GROUP)).isNotEqualTo(sink.identity.clientId(SinkBench.GROUP));
    }

    private Stop onlyStop() {
        assertThat(sink.positions.stops(FIRST.topic())).hasSize(1);
        assertThat(sink.stopped.all()).hasSize(1);
        return sink.stopped.all().values().iterator().next();
    }

    /** Does what the message says. */
    private void follow(Stop stop) {
        database.change(
                stop.wayOn().replaceFirst("^.*?(?=(delete|update) )", "").replaceFirst("; then restart.*", ""));
    }
}
