package io.sightline.audit;

import static io.sightline.audit.PaperRetention.FRAMES_TOO;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.Samples;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.upkeep.Tally;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drop and those who write at the same time never wait for each other in a circle. */
class DropLocksTest extends RetentionTestSupport {
    private static final Instant DROPPED_MONTH = Samples.NOON.minus(Duration.ofDays(2));

    private MonthPartitions months;

    @BeforeEach
    void fill() {
        months = new MonthPartitions(database.dataSource());
        send(12);
        pipeline.drain();
        store(DROPPED_MONTH, 100);
        store(Samples.NOON, 101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retention_drop for each row when (new.table_name = 'frame')",
                "written_off_frame for each row when (new.dropped)"
            })
    void aWriterOfTheMonthWaitsForItAloneWhileItsRowsAreCounted(String step) {
        // Given a drop that is at counting
        var drop = dropAt(step);
        // When others write
        var writer = CompletableFuture.runAsync(() -> store(DROPPED_MONTH, 200));
        await().until(() -> database.number("select count(*) from pg_locks where not granted") == 1);
        store(Samples.NOON, 201);
        database.change("set lock_timeout = '10s'; select ensure_month('2026-05-01Z')");
        assertThat(writer).isNotDone();
        database.change("delete from counting");
        // Then the drop is done, and the writer is told to come again
        var tally = drop.join();
        assertThat(tally.number("frame")).isEqualTo(9);
        assertThat(tally.number("kept")).isZero();
        assertThatThrownBy(writer::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("frame_2026_02 was dropped a moment ago");
        store(DROPPED_MONTH, 200);
        assertThat(database.number("select count(*) from frame where captured_at < '2026-03-01Z'"))
                .isEqualTo(1);
    }

    /** Making a month takes the default partition of each table. */
    @Test
    void whoeverMakesAMonthWaitsForNoDropOfInferences() {
        var drop = dropAt("retention_count for each row when (new.kind = 'served')");

        database.change("set lock_timeout = '10s'; select ensure_month('2026-05-01Z')");

        database.change("delete from counting");
        assertThat(drop.join().number("inference")).isEqualTo(8);
    }

    @Test
    void aDropThatWaitsInVainLeavesAllAsItWasAndSaysSo() throws SQLException {
        var before = everything();
        try (var reader = database.dataSource().getConnection();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select from frame limit 1");

            var log = new ByteArrayOutputStream();
            var usual = System.err;
            System.setErr(new PrintStream(log, true, UTF_8));
            try {
                assertThat(drop().number("kept")).isEqualTo(1);
            } finally {
                System.setErr(usual);
            }

            assertThat(log.toString(UTF_8))
                    .contains("table=frame_2026_02", "lock timeout", "not dropped; it is tried again next time");
        }
        assertThat(everything()).isEqualTo(before);
        assertThat(drop().number("frame")).isEqualTo(9);
    }

    @Test
    void aMonthThatIsThereWaitsForNobody() {
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("select pg_advisory_xact_lock(hashtext('sightline.partitions'))");
            }
            return database.change("set lock_timeout = '1ms'; select ensure_month('2026-02-01Z')");
        });
    }

    /** Begins one that stops before it writes down such a row, until table counting is empty. */
    private CompletableFuture<Tally> dropAt(String step) {
        database.change("create table counting ()");
        database.change("insert into counting default values");
        database.change("create function count_on() returns trigger language plpgsql as $$ begin"
                + " while exists (select from counting) loop perform pg_sleep(0.005); end loop; return new; end $$");
        database.change("create trigger counting before insert on " + step + " execute function count_on()");
        var drop = CompletableFuture.supplyAsync(this::drop);
        await().until(() -> database.number("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event = 'PgSleep'")
                == 1);
        return drop;
    }

    private Tally drop() {
        try {
            return retention.run(FRAMES_TOO, ONE_MONTH);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of frames, which are dropped last. */
    private String everything() {
        return database.text(
                "select concat_ws(' ', (select count(*) from frame), (select sum(frames_dropped) from sink_day),"
                        + " (select count(*) from retention_drop where table_name = 'frame'),"
                        + " (select count(*) from retention_count where kind in ('origin', 'claim')),"
                        + " (select count(*) from dropped_frame), (select count(*) from forgotten_image),"
                        + " (select count(*) from pg_inherits where inhparent = 'frame'::regclass))");
    }

    private void store(Instant capturedAt, long offset) {
        database.inTransaction(connection -> {
            var frame = Samples.frame(Samples.text("late " + offset));
            frame.setFrameId(new UUID(offset, offset));
            frame.setOrigin(null);
            frame.setCapturedAt(capturedAt);
            var record = new ConsumedRecord("late", Samples.TOPIC_ID, 0, offset, Samples.NOON, null, null, Map.of());
            return new FrameTable(months).insert(connection, List.of(new FrameRow(frame, record, "0".repeat(32))));
        });
    }
}
