package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What adds up, whatever became of the records. */
class AuditTest extends AuditTestSupport {
    @Test
    void everythingAddsUpWhenAllIsStored() throws SQLException {
        send(10);
        pipeline.send(1, Fate.BROKEN);
        pipeline.send(1, Fate.UNDETECTABLE);
        pipeline.receive(Fate.DETECTED);
        pipeline.receive(Fate.UNDETECTABLE);
        pipeline.drain();

        var answer = deep();

        assertClean(answer);
        assertThat(answer.waiting()).isZero();
        assertThat(answer.lastDeep()).isNotNull();
        assertThat(answer.partitions())
                .filteredOn(partition -> partition.partition().equals("sightline.frames-1"))
                .singleElement()
                .satisfies(partition -> {
                    assertThat(partition.stored()).isEqualTo(6);
                    assertThat(partition.deadLettered()).isEqualTo(1);
                    assertThat(partition.position()).isEqualTo(7);
                });
    }

    @Test
    void anEmptyPlaceIsClean() throws SQLException {
        assertClean(deep());
    }

    @Test
    void whatIsOnItsWayIsNoGap() throws SQLException {
        send(10);
        assertThat(answer().waiting()).isEqualTo(10);

        pipeline.ingest(Integer.MAX_VALUE, false);
        assertInFlight(10);

        pipeline.sinkClaims(Integer.MAX_VALUE);
        assertInFlight(10);

        pipeline.detect(Integer.MAX_VALUE, false);
        assertInFlight(10);

        pipeline.sinkInferences(Integer.MAX_VALUE);
        assertInFlight(0);
    }

    @Test
    void inferencesMayBeStoredBeforeTheirFrames() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.detect(Integer.MAX_VALUE, false);
        pipeline.sinkInferences(Integer.MAX_VALUE);

        assertThat(answer().gaps()).isEmpty();
    }

    @Test
    void framesMayBeStoredBeforeIngestSaysThatItIsDone() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, true);
        pipeline.sinkClaims(Integer.MAX_VALUE);
        assertThat(answer().gaps()).isEmpty();

        pipeline.drain();

        assertClean(deep());
    }

    @Test
    void whatRetentionDropsIsStillAccountedFor() throws SQLException {
        send(10);
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        database.change("update dead_letter set state = 'resolved'");
        database.change("update dead_letter set resolved_at = '2026-03-01T12:00:00Z'");
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        var kept = Duration.ofDays(20);

        var tally = new Retention(
                        new Turn(database.dataSource()), new RetentionRules(kept, kept, kept, kept, false), later)
                .run()
                .orElseThrow();

        assertThat(tally.number("frame")).isEqualTo(10);
        assertThat(tally.number("dead_letter")).isEqualTo(1);
        assertClean(deep());
        send(4);
        pipeline.drain();
        assertClean(deep());
    }

    @ParameterizedTest
    @CsvSource({"open, true, 0", "redriving, true, 1", "resolved, false, 0"})
    void aLetterOfDetectCountsByItsState(String state, boolean clean, int inFlight) throws SQLException {
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();

        database.change("update dead_letter set state = '" + state + "'");

        assertThat(answer().clean()).isEqualTo(clean);
        assertThat(answer().inFlight()).isEqualTo(inFlight);
    }

    @ParameterizedTest
    @CsvSource({"open", "redriving", "resolved"})
    void aLetterOfIngestCountsWhateverItsState(String state) throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();

        database.change("update dead_letter set state = '" + state + "'");

        assertClean(answer());
    }

    @Test
    void aFrameThatARedriveMakesOfALetterCountsOnce() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();

        // As a redrive does: the same record again, this time well.
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();

        assertThat(database.text("select state || ' ' || frame_stored from dead_letter"))
                .isEqualTo("resolved true");
        assertClean(deep());
    }

    @Test
    void lettersOfTheSinkAreFates() throws SQLException {
        send(4);
        pipeline.poison(CLAIMS);
        pipeline.poison(INFERENCES);
        pipeline.drain();
        assertClean(answer());

        database.change("alter table inference add constraint refused check (source_id = 'nobody') not valid");
        send(2);
        pipeline.drain();
        assertThat(database.number("select count(*) from dead_letter where reason <> 'x' and stage = 'sink'"))
                .isEqualTo(4);
        assertClean(deep());
    }

    @Test
    void aClaimThatTheDatabaseRefusesIsAFateToo() throws SQLException {
        send(2);
        pipeline.drain();
        database.change("alter table frame add constraint refused check (source_id = 'nobody') not valid");
        send(2);
        pipeline.drain();

        assertThat(database.number("select count(*) from inference")).isEqualTo(4);
        assertThat(database.number("select count(*) from frame")).isEqualTo(2);
        assertClean(deep());
    }

    /** A frame that came over REST is no record of the frames topic. */
    @Test
    void aRefusedClaimIsTheFateOfItsOwnRecordAlone() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        database.change("alter table frame add constraint refused check (source_id = 'nobody') not valid");
        pipeline.receive(Fate.DETECTED);
        pipeline.send(1, Fate.DETECTED);
        pipeline.drain();
        assertThat(database.number("select count(*) from dead_letter where stage = 'sink'"))
                .isEqualTo(2);
        assertClean(deep());

        database.change("delete from dead_letter where stage = 'ingest'");

        var gap = only(deep());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.partition()).isEqualTo("sightline.frames-0");
    }

    @Test
    void aSecondReadingOfEverythingChangesNothing() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from sink_offset");
        pipeline.drain();

        assertClean(deep());
    }

    /** However many letters there are, and however few frames: what is true of few rows is true of many then. */
    @Test
    void rowsAreLookedUpByTheirIds() {
        database.change(
                "insert into dead_letter (event_id, state, reason, stage, route, frame_id, failed_topic, attempts,"
                        + " first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version)"
                        + " select gen_random_uuid(), 'open', 'x', 'sink', 'x', null, 'x', 1, now(), now(), 'x', 'x', 'x', 'x'"
                        + " from generate_series(1, 3000)");
        database.change("analyze dead_letter");

        assertThat(database.plan(UnreadLetters.ALL.replace("unnest(?)", "unnest(array['x'])")))
                .contains("SubPlan")
                .doesNotContain("Anti Join");
    }

    /** The default answer must not get slower with the frames. */
    @Test
    void theCountersAloneAreRead() throws SQLException {
        send(10);
        pipeline.drain();

        for (var statement : List.of(
                BookTables.SINKS,
                BookTables.ORIGINS,
                BookTables.STORED,
                BookTables.FATES,
                BookTables.UNREAD,
                BookTables.FATELESS,
                RefusedClaims.FRAMES,
                RefusedClaims.UNPLACED)) {
            assertThat(database.plan(statement.replace("?", "'x'")))
                    .contains("Scan")
                    .doesNotContainPattern("(?i)scan.* on (frame|inference|detection)(_|\\b)");
        }
    }
}
