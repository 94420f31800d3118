package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.Sha256;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionIT {
    private static final Instant JANUARY = Instant.parse("2020-01-31T23:59:59Z");
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    /** Of February, some days are older than the retention and some are not. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2020-03-10T00:00:00Z"), ZoneOffset.UTC);

    private static final Duration KEPT = Duration.ofDays(20);

    private final UpkeepPlace place;
    private final Sha256 once = Sha256.of(new byte[] {1});
    private final Sha256 twice = Sha256.of(new byte[] {2});

    RetentionIT(DevStack stack) {
        this.place = UpkeepPlace.make(stack);
    }

    @BeforeEach
    void fill() throws Exception {
        place.clear();
        place.image(once, 1);
        place.image(twice, 1);
        place.makeMonth("2020-01");
        place.makeMonth("2020-02");
        place.frame(JANUARY, once, 0, 5);
        place.frame(JANUARY, twice, 1, 6);
        place.frame(JANUARY, twice, 1, 9);
        place.frame(FEBRUARY, twice, 0, 7);
    }

    @Test
    void dropsMonthsThatAreWhollyOlder() throws Exception {
        var tally = retain(KEPT, KEPT, KEPT, null, false);

        assertThat(tally.number("frame")).isEqualTo(3);
        assertThat(tally.number("inference")).isEqualTo(6);
        assertThat(tally.number("detection")).isEqualTo(6);
        assertThat(place.number("select count(*) from frame")).isEqualTo(1);
        assertThat(place.number("select count(*) from detection")).isEqualTo(2);
        assertThat(place.number("select count(*) from pg_class where relname in"
                        + " ('frame_2020_01', 'inference_2020_01', 'detection_2020_01')"))
                .isZero();
    }

    @Test
    void everyCountOfRecordsStillComesOut() throws Exception {
        // Given
        var counts = "select kind, topic, partition, c.row_count, first_offset, last_offset from retention_count c"
                + " join retention_drop on id = drop_id where table_name = 'frame' order by kind, partition";
        // When
        retain(KEPT, KEPT, KEPT, null, false);
        // Then
        assertThat(place.rows(
                        "select table_name, partition_name, row_count, serving_count from retention_drop order by id"))
                .extracting(
                        row -> row.get("partition_name") + " " + row.get("row_count") + " " + row.get("serving_count"))
                .containsExactly("detection_2020_01 6 null", "inference_2020_01 6 3", "frame_2020_01 3 null");
        assertThat(place.rows(counts))
                .containsExactly(
                        count("claim", "claims", 0, 3, 105, 109),
                        count("origin", "frames", 0, 1, 5, 5),
                        count("origin", "frames", 1, 2, 6, 9));
        assertThat(place.number(
                        "select count(*) from retention_drop where from_time = '2020-01-01T00:00:00Z'"
                                + " and to_time = '2020-02-01T00:00:00Z' and first_captured_at = last_captured_at"
                                + " and last_captured_at = ?::timestamptz",
                        JANUARY.toString()))
                .isEqualTo(3);
        assertThat(place.number("select count(*) from retention_count where topic_id <> ?", UpkeepPlace.TOPIC))
                .isZero();
    }

    @Test
    void theVeryRecordsStayKnown() throws Exception {
        retain(KEPT, KEPT, KEPT, null, false);

        assertThat(place.rows(
                        "select kind || ' ' || partition || ' ' || offsets as known from retention_count order by 1"))
                .extracting(row -> row.get("known"))
                .containsExactly(
                        "claim 0 {[105,107),[109,110)}",
                        "origin 0 {[5,6)}",
                        "origin 1 {[6,7),[9,10)}",
                        "served 0 {[5,6)}",
                        "served 1 {[6,7),[9,10)}");
    }

    @Test
    void imagesGoWithTheLastFrameThatNamesThem() throws Exception {
        var tally = retain(KEPT, KEPT, KEPT, null, false);

        assertThat(tally.number("image")).isEqualTo(1);
        assertThat(place.number("select count(*) from image where sha256 = ?", (Object) once.bytes()))
                .isZero();
        assertThat(place.number("select count(*) from image where sha256 = ?", (Object) twice.bytes()))
                .isEqualTo(1);
        assertThat(place.number("select count(*) from forgotten_image")).isZero();
    }

    @Test
    void imagesThatAreWrittenAtTheMomentAreLeftForTheNextTime() throws Exception {
        try (var batch = place.database.getConnection();
                var write = batch.createStatement()) {
            batch.setAutoCommit(false);
            write.execute("set idle_in_transaction_session_timeout = 0");
            write.execute("lock table image in row exclusive mode");

            assertThat(retain(KEPT, KEPT, KEPT, null, false).number("kept")).isEqualTo(1);
        }
        assertThat(retain(KEPT, KEPT, KEPT, null, false).number("image")).isEqualTo(1);
    }

    @Test
    void aDryRunDropsNothing() throws Exception {
        var tally = retain(KEPT, KEPT, KEPT, null, true);

        assertThat(tally.number("frame.expired")).isEqualTo(3);
        assertThat(tally.number("detection.expired")).isEqualTo(6);
        assertThat(place.number("select count(*) from frame")).isEqualTo(4);
        assertThat(place.number("select count(*) from retention_drop")).isZero();
    }

    @Test
    void withoutASettingEverythingIsKept() throws Exception {
        assertThat(retain(null, null, null, null, false).counts()).isEmpty();
        assertThat(place.number("select count(*) from frame")).isEqualTo(4);
    }

    @Test
    void eachTableHasARetentionOfItsOwn() throws Exception {
        retain(null, null, KEPT, null, false);

        assertThat(place.number("select count(*) from frame")).isEqualTo(4);
        assertThat(place.number("select count(*) from inference")).isEqualTo(8);
        assertThat(place.number("select count(*) from detection")).isEqualTo(2);
    }

    @Test
    void whatStrayedIntoADefaultPartitionIsNeverDropped() throws Exception {
        place.frame(Instant.parse("2019-01-01T00:00:00Z"), once, 0, 1);

        retain(KEPT, KEPT, KEPT, null, false);

        assertThat(place.number("select count(*) from frame_default")).isEqualTo(1);
    }

    @Test
    void aDropThatIsRefusedLeavesNoRecordOfItself() throws Exception {
        place.change("create view wanted as select frame_id from frame_2020_01");

        var tally = retain(KEPT, KEPT, KEPT, null, false);

        assertThat(tally.number("kept")).isEqualTo(1);
        assertThat(tally.number("inference")).as("the others are not held up").isEqualTo(6);
        assertThat(place.number("select count(*) from frame")).isEqualTo(4);
        assertThat(place.number("select count(*) from retention_drop where table_name = 'frame'"))
                .isZero();
        assertThat(place.number("select count(*) from forgotten_image")).isZero();
    }

    @Test
    void resolvedDeadLettersGoByTheAgeOfTheirResolution() throws Exception {
        // Given
        place.deadLetter("open", once, 1);
        place.deadLetter("resolved", once, 2);
        place.deadLetter("resolved", once, 4);
        place.deadLetter("resolved", twice, 8);
        place.change("update dead_letter set resolved_at = '2020-02-01T00:00:00Z' where failed_offset in (2, 4)");
        // When
        assertThat(retain(null, null, null, KEPT, true).number("dead_letter.expired"))
                .isEqualTo(2);
        var tally = retain(null, null, null, KEPT, false);
        // Then
        assertThat(tally.number("dead_letter")).isEqualTo(2);
        assertThat(place.rows("select failed_offset from dead_letter order by failed_offset"))
                .extracting(row -> row.get("failed_offset"))
                .containsExactly(1L, 8L);
        assertThat(place.rows(
                        "select kind, topic, partition, row_count, first_offset, last_offset from retention_count"))
                .containsExactly(count("failed", "frames", 2, 2, 2, 4));
        assertThat(place.rows("select stage, c.row_count from retention_drop join retention_count c on drop_id = id"))
                .containsExactly(Map.of("stage", "ingest", "row_count", 2L));
    }

    @Test
    void theTimeOfAResolutionIsThatOfTheChangeOfState() {
        place.deadLetter("open", once, 1);
        assertThat(place.number("select count(*) from dead_letter where resolved_at is null"))
                .isEqualTo(1);

        place.change("update dead_letter set state = 'resolved'");
        assertThat(place.number("select count(*) from dead_letter where resolved_at is not null"))
                .isEqualTo(1);

        place.change("update dead_letter set state = 'open'");
        assertThat(place.number("select count(*) from dead_letter where resolved_at is null"))
                .isEqualTo(1);
    }

    private static Map<String, Object> count(
            String kind, String topic, int partition, long rows, long first, long last) {
        return Map.of(
                "kind",
                kind,
                "topic",
                topic,
                "partition",
                partition,
                "row_count",
                rows,
                "first_offset",
                first,
                "last_offset",
                last);
    }

    private Tally retain(
            @Nullable Duration frames,
            @Nullable Duration inferences,
            @Nullable Duration detections,
            @Nullable Duration letters,
            boolean dryRun)
            throws Exception {
        var rules = new RetentionRules(frames, inferences, detections, letters, dryRun);
        return new Retention(new Turn(place.database), rules, CLOCK).run().orElseThrow();
    }
}
