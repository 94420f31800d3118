package io.sightline.audit;

import static io.sightline.audit.PaperRetention.ALL_MONTHS;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.upkeep.DefaultPartitions;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters among what retention has dropped: such as are cured by it, and such as come of it. */
class DroppedLettersTest extends RetentionTestSupport {
    @Test
    void aLetterThatIsRedrivenAfterItsFrameWasDroppedIsCured() throws SQLException {
        // Given
        pipeline.send(0, Fate.UNDETECTABLE);
        var rest = pipeline.receive(Fate.UNDETECTABLE);
        pipeline.drain();
        retain(Dropped.FRAMES_TOO, ALL_MONTHS);
        // When
        pipeline.heal();
        pipeline.repeat(rest);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        // Then
        assertThat(database.text("select state from dead_letter")).isEqualTo("resolved,resolved");
        assertAllStaysAsItIs("cured ones");
        assertThat(totals()).startsWith("frames 2, serving 2,");
    }

    /** The pictures of dropped frames are gone too, so that detect cannot read them again. */
    @ParameterizedTest
    @CsvSource({"INFERENCES, BROKEN", "INFERENCES, UNDETECTABLE", "FRAMES_TOO, BROKEN", "FRAMES_TOO, UNDETECTABLE"})
    void whatFailsWhenItIsReadAgainHasHadItsFate(Dropped dropped, Fate fate) throws SQLException {
        // Given
        send(12);
        pipeline.receive(Fate.DETECTED);
        pipeline.drain();
        retain(dropped, ALL_MONTHS);
        // When
        pipeline.suffer(fate);
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        // Then
        assertThat(database.number("select count(*) from dead_letter")).isGreaterThanOrEqualTo(12);
        assertThat(database.number("select count(*) from dead_letter where state <> 'resolved'"))
                .isZero();
        assertAllStaysAsItIs("with letters");
    }

    @Test
    void aFrameThatWasDeletedAmongThoseThatWereDroppedIsNoneOfThem() throws SQLException {
        // Given
        send(12);
        var id = pipeline.send(0, Fate.BROKEN);
        pipeline.send(0, Fate.DETECTED);
        pipeline.drain();
        pipeline.heal();
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        retain(Dropped.FRAMES_TOO, ONE_MONTH);
        // When
        for (var table : DefaultPartitions.TABLES) {
            assertThat(database.change("delete from " + table + " where frame_id = '" + id + "'"))
                    .isPositive();
        }
        database.change("select audit_recount()");
        // Then
        assertThat(database.text("select frame_stored from dead_letter")).isEqualTo("false");
        assertClean(deep());
    }
}
