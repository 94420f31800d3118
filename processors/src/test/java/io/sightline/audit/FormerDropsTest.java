package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What former versions dropped is a fate too: of that is known where it lay, and between which offsets. */
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
        forget();
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

        forget();

        assertThat(database.text(served)).isEqualTo(known);
        assertThat(database.number("select count(*) from dropped_inference")).isEqualTo(1);
        assertAllStaysAsItIs("former drops of inferences");
    }

    /** What the migration finds where a former version was at work. */
    private void forget() {
        database.change("delete from retention_count where kind = 'served'");
        database.change("update retention_count set offsets = null");
        database.change("truncate dropped_frame, dropped_inference");
        database.change("update retention_drop set dropped_at = '2026-04-01Z'");
        var script = PostgresServer.script("V8__dropped_records.sql");
        database.change(script.substring(script.indexOf("-- What former versions dropped.")));
    }
}
