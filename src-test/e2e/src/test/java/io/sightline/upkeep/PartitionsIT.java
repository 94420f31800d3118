package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.v1.FrameReceived;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({TestStack.class, OutputCaptureExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionsIT {
    private static final Instant LONG_AGO = Instant.parse("2020-01-15T12:00:00Z");
    private static final Clock NEW_YEARS_EVE = Clock.fixed(Instant.parse("2024-12-31T23:30:00Z"), ZoneOffset.UTC);

    private final UpkeepPlace place;

    PartitionsIT(DevStack stack) {
        this.place = UpkeepPlace.make(stack);
    }

    @BeforeEach
    void clear() throws Exception {
        place.clear();
    }

    @Test
    void makesThisMonthAndThoseAhead() throws Exception {
        upkeep().run();

        for (var table : DefaultPartitions.TABLES) {
            assertThat(partitions(table))
                    .containsExactly(table + "_2024_12", table + "_2025_01", table + "_2025_02", table + "_default");
        }
    }

    @Test
    void manyProcessesMakeTheSamePartitionAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(6);
        try {
            var works = IntStream.range(0, 6)
                    .<Callable<Boolean>>mapToObj(i -> () -> upkeep().run().isPresent())
                    .toList();
            for (var made : threads.invokeAll(works)) {
                assertThat(made.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(partitions("frame")).hasSize(4);
    }

    @Test
    void newPartitionsHaveTheKeysOfTheirTable() throws Exception {
        place.makeMonth("2020-01");

        assertThat(place.number(
                        "select count(*) from pg_index where indrelid = 'frame_2020_01'::regclass and indisunique"))
                .isEqualTo(1);
        assertThat(place.number(
                        "select count(*) from pg_index where indrelid = 'inference_2020_01'::regclass and indisunique"))
                .isEqualTo(2);
        assertThatThrownBy(() -> place.change("insert into detection_2020_01 (captured_at) values ('2020-01-01Z')"))
                .hasMessageContaining("null value");
    }

    @Test
    void rowsInADefaultPartitionAreCountedAndSaidWithTheWayOut(CapturedOutput output) throws Exception {
        // Given
        var picture = Sha256.of(new byte[] {1});
        place.image(picture, 1);
        place.frame(LONG_AGO, picture, 0, 1);
        place.frame(LONG_AGO, picture, 0, 2);
        var defaults = new DefaultPartitions(place.database);
        // When
        defaults.look();
        // Then
        assertThat(defaults.rows("frame")).isEqualTo(2);
        assertThat(defaults.rows("detection")).isEqualTo(4);
        assertThat(output.getOut()).contains("select ensure_month('2020-01-01T00:00:00Z')");
        // And the way out is one
        place.makeMonth("2020-01");
        defaults.look();
        assertThat(defaults.rows("frame")).isZero();
        assertThat(place.number("select count(*) from frame_2020_01")).isEqualTo(2);
        assertThat(place.number("select count(*) from detection_2020_01")).isEqualTo(4);
    }

    @Test
    void aPartitionThatRetentionDroppedIsMadeAgainWhenARowComes() throws Exception {
        // Given
        var partitions = new MonthPartitions(place.database);
        insert(partitions, 1);
        retention().run();
        assertThat(partitions("frame")).doesNotContain("frame_2020_01");
        // When
        assertThatThrownBy(() -> insert(partitions, 2))
                .isInstanceOf(SQLException.class)
                .satisfies(refused -> assertThat(new FailureClassifier().classify(refused))
                        .as("the batch is read again")
                        .isInstanceOf(TransientFailure.class));
        insert(partitions, 2);
        // Then
        assertThat(place.number("select count(*) from frame_2020_01")).isEqualTo(1);
        assertThat(place.number("select count(*) from frame_default")).isZero();
    }

    @Test
    void retentionDropsNoPartitionThatABatchIsWritingTo() throws Exception {
        var partitions = new MonthPartitions(place.database);
        insert(partitions, 1);
        try (var batch = place.database.getConnection();
                var setting = batch.createStatement()) {
            batch.setAutoCommit(false);
            setting.execute("set idle_in_transaction_session_timeout = 0");
            new FrameTable(partitions).insert(batch, List.of(row(2)));

            var tally = retention().run().orElseThrow();

            assertThat(tally.number("kept")).isEqualTo(1);
            batch.commit();
        }
        assertThat(place.number("select count(*) from frame_2020_01")).isEqualTo(2);
    }

    @Test
    void aTableThatStandsInTheWayIsSaidAndNothingStraysMeanwhile() {
        place.change("create table frame_2020_01 (archived boolean)");

        assertThatThrownBy(() -> insert(new MonthPartitions(place.database), 1))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("table frame_2020_01 stands where a partition of frame must be made")
                .satisfies(refused ->
                        assertThat(new FailureClassifier().classify(refused)).isInstanceOf(TransientFailure.class));
        assertThat(place.number("select count(*) from frame_default")).isZero();
    }

    private void insert(MonthPartitions partitions, long offset) throws SQLException {
        try (var connection = place.database.getConnection()) {
            connection.setAutoCommit(false);
            new FrameTable(partitions).insert(connection, List.of(row(offset)));
            connection.commit();
        }
    }

    private FrameRow row(long offset) {
        var claim = new ClaimNaming(place.address.bucket()).claim(new byte[] {1}, "image/jpeg");
        var frame = FrameReceived.newBuilder()
                .setFrameId(UUID.randomUUID())
                .setClaim(claim)
                .setSourceId("camera-1")
                .setCapturedAt(LONG_AGO)
                .setReceivedAt(LONG_AGO)
                .setWidth(1)
                .setHeight(1)
                .build();
        var record = new ConsumedRecord("claims", UpkeepPlace.TOPIC, 0, offset, LONG_AGO, null, null, Map.of());
        return new FrameRow(frame, record, "0".repeat(32));
    }

    private PartitionUpkeep upkeep() {
        return new PartitionUpkeep(
                new MonthPartitions(place.database), new DefaultPartitions(place.database), 2, NEW_YEARS_EVE);
    }

    private Retention retention() {
        var kept = Duration.ofDays(365);
        return new Retention(
                new Turn(place.database), new RetentionRules(kept, kept, kept, null, false), NEW_YEARS_EVE);
    }

    private List<String> partitions(String table) {
        return place
                .rows("select inhrelid::regclass::text as name from pg_inherits where inhparent = ?::regclass", table)
                .stream()
                .map(row -> String.valueOf(row.get("name")))
                .sorted()
                .toList();
    }
}
