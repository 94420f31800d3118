package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.InferenceTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.frame.v1.FrameReceived;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither who writes off nor who stores sees what the other one is about to do. */
class WriteOffRacesTest extends WriteOffTestSupport {
    private MonthPartitions months;

    @BeforeEach
    void months() {
        months = new MonthPartitions(database.dataSource());
    }

    @Test
    void aRecordThatIsBeingStoredIsNotWrittenOff() throws Exception {
        // Given
        var gap = lost();
        try (var sink = begin()) {
            store(sink);
            // When
            var writesOff = CompletableFuture.runAsync(() -> follow(gap));
            await().until(() -> waiting() == 1 || writesOff.isDone());
            sink.commit();
            writesOff.join();
        }
        // Then
        assertThat(database.text("select offsets from written_off_record")).isEqualTo("{[3,4),[5,6)}");
        pipeline.drainSinks();
        assertClean(deep());
    }

    @Test
    void aRecordThatIsStoredWhenAllOthersAreBeingWrittenOffIsTakenBack() throws Exception {
        // Given a call that has looked, and waits for the last of what it writes
        var gap = lost();
        CompletableFuture<Void> writesOff;
        CompletableFuture<Void> stores;
        try (var other = begin();
                var statement = other.createStatement()) {
            statement.execute("select from audit_start for update");
            writesOff = CompletableFuture.runAsync(() -> follow(gap));
            await().until(() -> waiting() == 1);
            // When
            stores = CompletableFuture.runAsync(() -> store());
            await().until(() -> waiting() == 2);
            other.commit();
        }
        writesOff.join();
        stores.join();
        // Then
        assertThat(database.text("select offsets from written_off_record")).isEqualTo("{[3,4),[5,6)}");
        pipeline.drainSinks();
        assertClean(deep());
        assertThat(expired()).isEqualTo(2);
    }

    @Test
    void aFrameWhoseInferenceIsBeingStoredIsNotWrittenOff() throws Exception {
        // Given
        var served = passOver(2).get(0);
        var gap = only(answer());
        try (var sink = begin()) {
            serve(sink);
            // When
            var writesOff = CompletableFuture.runAsync(() -> follow(gap));
            await().until(() -> waiting() == 1 || writesOff.isDone());
            sink.commit();
            writesOff.join();
        }
        // Then
        assertThat(database.text("select frame_id from written_off_frame where bound"))
                .isNotEqualTo(served.toString())
                .doesNotContain(",");
        pipeline.drainSinks();
        assertClean(answer());
        assertThat(answer().writtenOff()).isEqualTo(1);
        passOver(1);
        assertThat(only(answer()).difference()).isEqualTo(1);
    }

    /** The sinks wait behind a call as long as that waits. */
    @Test
    void aCallGivesWayToASinkThatDoesNotEndAndCanBeRepeated() throws Exception {
        // Given
        var gap = lost();
        try (var sink = begin()) {
            store(sink);
            // When
            assertThatThrownBy(() -> follow(gap))
                    .cause()
                    .hasMessageContaining("Ask GET /v1/audit for the statement anew");
            sink.commit();
        }
        // Then
        assertThat(expired()).isZero();
        follow(gap);
        pipeline.drainSinks();
        assertClean(deep());
        assertThat(expired()).isEqualTo(2);
        // When what is left of the first call is a day old
        database.change("update written_off_record set written_off_at = now() - interval '25 hours'");
        database.change("select audit_recount()");
        // Then
        assertThat(database.text("select records from written_off_record")).isEqualTo("2");
        assertClean(answer());
    }

    /** Whoever makes a month needs the default partitions for himself, and the sinks wait behind him. */
    @Test
    void aCallThatWaitsForTheSinksHoldsNoTable() throws Exception {
        // Given
        passOver(2);
        var gap = only(answer());
        try (var sink = begin()) {
            serve(sink);
            // When
            var writesOff = CompletableFuture.runAsync(() -> follow(gap));
            await().until(() -> waiting() == 1);
            // Then
            assertThat(database.text("select relation::regclass from pg_locks where relation::regclass::text"
                            + " ~ '^(frame|inference)' and pid in (select pid from pg_locks where not granted)"))
                    .isEqualTo("null");
            sink.commit();
            writesOff.join();
        }
        assertThat(answer().writtenOff()).isEqualTo(1);
    }

    /** As it is vacuumed by hand. */
    @Test
    void aTableThatIsTakenCareOfHoldsNobodyUp() throws Exception {
        // Given
        writeOff(10, 3, 6, gap -> {});
        passOver(2);
        try (var vacuum = begin();
                var statement = vacuum.createStatement();
                var caller = database.dataSource().getConnection();
                var call = caller.createStatement()) {
            statement.execute("lock table frame_2026_03, inference_2026_03, dead_letter, written_off_record,"
                    + " written_off_frame in share update exclusive mode");
            call.execute("set lock_timeout = '5s'");
            // When
            for (var gap : answer().gaps()) {
                call.execute(wayOn(gap));
            }
        }
        // Then
        assertClean(answer());
        assertThat(expired()).isEqualTo(3);
        assertThat(answer().writtenOff()).isEqualTo(2);
    }

    /** Records 3 to 5 are; then ingest makes a claim of 4. */
    private Gap lost() throws SQLException {
        writeOff(10, 3, 6, gap -> {});
        var gap = only(answer());
        pipeline.commit(AuditTopics.INGEST, FRAMES, 4);
        pipeline.ingest(1, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 10);
        return gap;
    }

    private Connection begin() throws SQLException {
        var connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** How many wait for anybody. */
    private long waiting() {
        return database.number("select count(*) from pg_locks where not granted"
                + " and pid in (select pid from pg_stat_activity where datname = current_database())");
    }

    private Object store() {
        return database.inTransaction(sink -> {
            store(sink);
            return sink;
        });
    }

    /** The last claim, as the sink does it. */
    private void store(Connection sink) throws SQLException {
        long last = pipeline.end(CLAIMS) - 1;
        var claim = (FrameReceived) PaperBroker.known(pipeline.logs, CLAIMS).get((int) last);
        new FrameTable(months).insert(sink, List.of(new FrameRow(claim, pipeline.record(CLAIMS, last), "0")));
    }

    /** The same for the inference of the first claim. */
    private void serve(Connection sink) throws SQLException {
        var inference = PaperInference.of(
                (FrameReceived) PaperBroker.known(pipeline.logs, CLAIMS).get(0));
        pipeline.append(INFERENCES, inference);
        var record = pipeline.record(INFERENCES, pipeline.end(INFERENCES) - 1);
        new InferenceTable(months).insert(sink, List.of(new InferenceRow(inference, record, "0")));
    }
}
