package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.failure.TransientFailure;
import io.sightline.store.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.Interceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects are as old as the test; the sweep's clock is ahead instead. */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimSweepIT {
    private static final Duration GRACE = Duration.ofDays(14);
    private static final Duration RECLAIMED_GRACE = Duration.ofDays(20);
    private static final Duration LATER = Duration.ofDays(15);
    private static final Duration MUCH_LATER = Duration.ofDays(30);

    private final UpkeepPlace place;

    ClaimSweepIT(DevStack stack) {
        this.place = UpkeepPlace.make(stack);
    }

    @BeforeEach
    void clear() throws Exception {
        place.clear();
    }

    @Test
    void reclaimsWhatNobodyNamesAndKeepsTheRest() throws Exception {
        // Given
        var picture = place.object("a picture");
        place.image(picture, 9);
        var original = place.object("an original");
        place.deadLetter("open", original, 1);
        var redriven = place.object("another original");
        place.deadLetter("redriving", redriven, 2);
        var model = place.object("a model");
        place.modelVersion(model);
        var cured = place.object("an original of what was cured");
        place.deadLetter("resolved", cured, 3);
        var orphan = place.object("an orphan");
        place.object("sha256/notes.txt", "not of our making");
        place.object("receipts/1", "never looked at");
        // When
        var tally = sweep(LATER, false);
        // Then
        assertThat(numbers(tally)).isEqualTo(Map.of("live", 4L, "reclaimed", 2L, "foreign", 1L, "waiting", 2L));
        assertThat(tally.counts().get("reclaimed"))
                .isEqualTo(new Tally.Count(2, "an orphan".length() + "an original of what was cured".length()));
        for (var live : new Sha256[] {picture, original, redriven, model}) {
            assertThat(place.isStored(live)).isTrue();
        }
        for (var gone : new Sha256[] {cured, orphan}) {
            assertThat(place.isStored(gone)).isFalse();
            assertThat(place.isReclaimed(gone)).isTrue();
        }
        assertThat(place.isStored("sha256/notes.txt")).isTrue();
        assertThat(place.isStored("receipts/1")).isTrue();
        assertThat(place.number("select objects from claim_sweep_count where fate = 'reclaimed'"))
                .isEqualTo(2);
        assertThat(place.rows(
                        "select * from claim_sweep where ended_at is not null and failure is null and not dry_run"))
                .hasSize(1);
    }

    @Test
    void aDryRunChangesNothingAndSaysWhatItWouldDo() throws Exception {
        var orphan = place.object("an orphan");

        var tally = sweep(LATER, true);

        assertThat(numbers(tally)).isEqualTo(Map.of("orphan", 1L));
        assertThat(place.isStored(orphan)).isTrue();
        assertThat(place.isReclaimed(orphan)).isFalse();
    }

    @Test
    void whatIsYoungerThanTheGraceIsKept() throws Exception {
        var orphan = place.object("an orphan");

        var tally = sweep(GRACE.minusMinutes(1), false);

        assertThat(numbers(tally)).isEqualTo(Map.of("young", 1L));
        assertThat(place.isStored(orphan)).isTrue();
    }

    @Test
    void reclaimedObjectsGoAfterTheSecondGraceUnlessSomebodyNamesThem() throws Exception {
        // Given
        var orphan = place.object("an orphan");
        var late = place.object("a picture whose frame comes late");
        sweep(LATER, false);
        place.image(late, 32);
        // When
        var tally = sweep(MUCH_LATER, false);
        // Then
        assertThat(numbers(tally)).isEqualTo(Map.of("deleted", 1L, "restored", 1L));
        assertThat(place.isStored(orphan)).isFalse();
        assertThat(place.isReclaimed(orphan)).isFalse();
        assertThat(place.isStored(late)).isTrue();
        assertThat(place.isReclaimed(late)).isFalse();
    }

    @Test
    void aDryRunLeavesReclaimedObjectsWhereTheyAre() throws Exception {
        var orphan = place.object("an orphan");
        sweep(LATER, false);

        var tally = sweep(MUCH_LATER, true);

        assertThat(numbers(tally)).isEqualTo(Map.of("expired", 1L));
        assertThat(place.isReclaimed(orphan)).isTrue();
    }

    @Test
    void theLastGoodCopyTakesThePlaceOfAnOriginalThatRotted() throws Exception {
        // Given
        var picture = place.object("a picture");
        sweep(LATER, false);
        place.image(picture, 9);
        place.object(ClaimKey.of(picture), "a pixture");
        // When
        var tally = sweep(MUCH_LATER, false);
        // Then
        assertThat(numbers(tally)).isEqualTo(Map.of("live", 1L, "restored", 1L));
        assertThat(place.store().content(ClaimKey.of(picture)).hash()).isEqualTo(picture);
    }

    @Test
    void anObjectThatIsNotWhatItsNameSaysIsNotDeleted() throws Exception {
        var key = ClaimKey.of(Sha256.of(new byte[] {1}));
        place.object(key, "something else");

        var tally = sweep(LATER, false);

        assertThat(tally.number("corrupt")).isEqualTo(1);
        assertThat(place.isStored(key)).isTrue();
    }

    @Test
    void nothingIsDeletedWhenTheStoreFails() throws Exception {
        // Given
        var orphan = place.object("an orphan");
        for (Interceptor fault : new Interceptor[] {
            Fault.unavailable(request -> request.header("x-amz-copy-source") != null),
            Fault.losesTheAnswer(request -> request.header("x-amz-copy-source") != null),
            Fault.unavailable(request -> request.method().equals("DELETE"))
        }) {
            // When
            var tally = sweeper(LATER, false, fault).run().orElseThrow();
            // Then
            assertThat(tally.number("failed")).isEqualTo(1);
            assertThat(tally.number("reclaimed")).isZero();
            assertThat(place.isStored(orphan)).isTrue();
        }
    }

    @Test
    void aDeletionWhoseAnswerIsLostLeavesACopy() throws Exception {
        var orphan = place.object("an orphan");

        var tally = sweeper(
                        LATER,
                        false,
                        Fault.losesTheAnswer(request -> request.method().equals("DELETE")))
                .run()
                .orElseThrow();

        assertThat(tally.number("failed")).isEqualTo(1);
        assertThat(place.isReclaimed(orphan)).isTrue();
    }

    @Test
    void aSweepThatCannotListEndsAndSaysWhy() {
        var sweep =
                sweeper(LATER, false, Fault.unavailable(request -> request.url().queryParameter("list-type") != null));

        assertThatThrownBy(sweep::run).isInstanceOf(TransientFailure.class);
        assertThat(place.number("select count(*) from claim_sweep where ended_at is not null and failure is not null"))
                .isEqualTo(1);
    }

    @Test
    void aStoreThatKeepsFailingIsNotAskedOn() throws Exception {
        for (int i = 0; i < 15; i++) {
            place.object("orphan " + i);
        }
        var sweep = sweeper(
                LATER, false, Fault.unavailable(request -> request.method().equals("DELETE")));

        assertThatThrownBy(sweep::run).isInstanceOf(TransientFailure.class);
        assertThat(place.number("select objects from claim_sweep_count where fate = 'failed'"))
                .isEqualTo(10);
    }

    @Test
    void twoProcessesDoNotSweepAtOnce() throws Exception {
        var orphan = place.object("an orphan");
        try (var other = place.database.getConnection();
                var lock = other.createStatement()) {
            lock.execute("select pg_advisory_lock(hashtext('sightline.claims.sweep'))");

            assertThat(sweeper(LATER, false).run()).isEmpty();
        }
        assertThat(place.isStored(orphan)).isTrue();
        assertThat(sweeper(LATER, false).run()).isPresent();
    }

    @Test
    void severalProcessesSweepOnceInAPeriod() throws Exception {
        sweep(LATER, false);

        assertThat(sweeper(LATER.plusHours(1), false).run()).isEmpty();
        assertThat(sweeper(LATER.plusHours(1), true).run())
                .as("a dry run is another matter")
                .isPresent();
        assertThat(sweeper(LATER.plusHours(24), false).run()).isPresent();
    }

    private Tally sweep(Duration ahead, boolean dryRun) throws Exception {
        return sweeper(ahead, dryRun).run().orElseThrow();
    }

    private ClaimSweep sweeper(Duration ahead, boolean dryRun, Interceptor... faults) {
        // No period between sweeps of a test that has several; one of 24 hours counts from the clock that is ahead.
        var period = faults.length > 0 ? Duration.ZERO : Duration.ofHours(24);
        return new ClaimSweep(
                new Turn(place.database),
                place.store(faults),
                new SweepRules(period, GRACE, RECLAIMED_GRACE, dryRun, 3),
                Clock.offset(Clock.systemUTC(), ahead));
    }

    private static Map<String, Long> numbers(Tally tally) {
        return tally.counts().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().number()));
    }
}
