package io.sightline.audit;

import static io.sightline.audit.PaperRetention.ALL_MONTHS;
import static io.sightline.audit.PaperRetention.FRAMES_TOO;
import static io.sightline.audit.PaperRetention.INFERENCES_ALONE;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what former versions dropped no more is known than the month, and between which offsets it lay. */
class FormerDropsTest extends RetentionTestSupport {
    /** Of what they dropped is known where it lay, and between which offsets. */
    @ParameterizedTest
    @EnumSource
    void whatFormerVersionsDroppedStaysGoneToo(Dropped dropped) throws SQLException {
        // Given
        send(14);
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.send(0, Fate.BROKEN);
        pipeline.send(1, Fate.BROKEN);
        send(6);
        pipeline.drain();
        retain(dropped, ONE_MONTH);
        retention.forget();
        assertAllStaysAsItIs("former drops");
        // When: frames that have had no fate in it are cured
        pipeline.heal();
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        // Then
        assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                .isZero();
        assertThat(totals()).startsWith("frames 23, serving 23,");
        assertAllStaysAsItIs("former drops, cured");
        // And: such that come late
        send(6);
        pipeline.drain();
        assertThat(totals()).startsWith("frames 29, serving 29,");
        assertAllStaysAsItIs("former drops, late ones");
    }

    @Test
    void theMigrationKnowsInferencesOfFramesThatAreStillThere() throws SQLException {
        send(12);
        pipeline.receive(Fate.DETECTED);
        pipeline.receive(Fate.UNDETECTABLE);
        pipeline.drain();
        retain(Dropped.INFERENCES, ALL_MONTHS);
        var served = "select concat_ws(' ', topic, partition, row_count, offsets) from retention_count"
                + " where kind = 'served' order by 1";
        var known = database.text(served);
        assertThat(known).contains("{[0,1),[3,4)}");

        retention.forget();

        assertThat(database.text(served)).isEqualTo(known);
        assertThat(database.number("select count(*) from dropped_inference")).isEqualTo(1);
        assertAllStaysAsItIs("former drops of inferences");
    }

    /** The pictures of dropped frames are gone too, so that detect cannot read them again. */
    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            mode = Mode.INCLUDE,
            names = {"BROKEN", "UNDETECTABLE"})
    void whatFailsWhenItIsReadAgainHasHadItsFate(Fate fate) throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        dropAsBefore();
        var before = retention.totals();
        // When
        pipeline.suffer(fate);
        retention.readAgain();
        // Then
        assertThat(database.number("select count(*) from dead_letter")).isEqualTo(12);
        assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                .isZero();
        assertThat(retention.totals()).isEqualTo(before);
        assertClean(deep());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLetterOfASecondReadingIsCuredWithoutASecondInference(boolean formerVersion) throws SQLException {
        // Given
        pipeline.formerVersion = formerVersion;
        send(12);
        pipeline.drain();
        dropAsBefore();
        var before = retention.totals();
        // When
        pipeline.suffer(Fate.UNDETECTABLE);
        retention.readAgain();
        // Then
        assertThat(database.text("select distinct state from dead_letter")).isEqualTo("resolved");
        // When
        database.change("update dead_letter set state = 'redriving'");
        pipeline.heal();
        retention.readAgain();
        // Then
        assertThat(database.text("select distinct state from dead_letter")).isEqualTo("resolved");
        assertThat(retention.totals()).isEqualTo(before);
        assertClean(deep());
    }

    /** Such as the process wrote that ran beside the migration. */
    @Test
    void anOpenLetterThatIsYoungerThanTheDropKeepsNothingFromBeingKnown() throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        dropAsBefore();
        var before = retention.totals();
        pipeline.suffer(Fate.UNDETECTABLE);
        retention.readAgain();
        database.change("update dead_letter set state = 'open'");
        // When
        pipeline.heal();
        retention.readAgain();
        // Then
        assertThat(retention.totals()).isEqualTo(before);
        assertThat(database.text("select distinct state from dead_letter")).isEqualTo("resolved");
        assertClean(deep());
    }

    @Test
    void aLetterFromBeforeTheDropIsStillTheFateOfItsFrame() throws SQLException {
        // Given
        send(12);
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.send(0, Fate.DETECTED);
        pipeline.drain();
        dropAsBefore();
        assertThat(retention.totals()).startsWith("frames 14, serving 13,");
        assertClean(deep());
        // When
        pipeline.heal();
        retention.readAgain();
        // Then
        assertThat(retention.totals()).startsWith("frames 14, serving 14,");
        assertClean(deep());
    }

    @Test
    void framesThatHadNoInferenceWhenItsMonthWasDroppedAreSaidAndWrittenOff() throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        passOver(3);
        retention.run(INFERENCES_ALONE, ONE_MONTH);
        retention.forget();
        var gap = only(answer());
        assertThat(gap.difference()).isEqualTo(3);
        assertThat(gap.explanation()).contains("As many as 2 of them may be of months");
        // When all is read again, which cures the frame of the other month
        retention.readAgain();
        gap = only(answer());
        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.difference()).isEqualTo(2);
        // Then the rest can be written off
        follow(gap);
        assertClean(deep());
        assertThat(answer().writtenOff()).isEqualTo(2);
        database.change("select audit_recount()");
        assertClean(deep());
    }

    /** Frames are stored, and detect goes on behind their claims. */
    private void passOver(int frames) {
        for (int i = 0; i < frames; i++) {
            pipeline.send(0, Fate.DETECTED);
        }
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, pipeline.end(CLAIMS));
        pipeline.drain();
    }

    /** What it finds is as a former version wrote it down, and all is there when it has ended. */
    @Test
    void theMigrationPassesWhereAFormerVersionHasDroppedMonths() {
        var former =
                "insert into retention_drop (table_name, partition_name, from_time, to_time, row_count, serving_count)"
                        + " select name, name || '_2026_02', '2026-02-01Z', '2026-03-01Z', 7, 5 from unnest(array['frame', 'inference']) name;"
                        + " insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset, last_offset)"
                        + " select id, 'origin', 'frames', '" + Samples.TOPIC_ID
                        + "', 0, 7, 0, 6 from retention_drop where table_name = 'frame';";
        var script = new StringBuilder("begin; create schema former; set local search_path = former;");
        for (var migration : PostgresServer.MIGRATIONS) {
            script.append(migration.startsWith("V8__") ? former : "").append(PostgresServer.script(migration));
        }

        database.change(script.append("; commit").toString());

        assertThat(database.text(
                        "select string_agg(concat_ws(' ', table_name, records_known, unserved), ', ' order by table_name)"
                                + " from former.retention_drop where partition_name is not null"))
                .isEqualTo("frame f, inference f 2");
        assertThat(database.number("select sum(row_count) from former.retention_count where kind = 'served'"))
                .isEqualTo(7);
    }

    private void dropAsBefore() throws SQLException {
        retention.run(FRAMES_TOO, ONE_MONTH);
        retention.forget();
        retention.later();
    }
}
