package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was lost is looked for on its day, whatever lacks on others for a reason that is known. */
class SuspectDaysTest extends WriteOffTestSupport {
    private static final String JANUARY = "'2026-01-01T12:00:00Z'::timestamptz + origin_offset * interval '1 day'";

    @ParameterizedTest
    @CsvSource({"INFERENCES, false", "INFERENCES, true", "FRAMES_TOO, false", "FRAMES_TOO, true"})
    void aMonthThatRetentionHasDroppedHidesNoLaterLoss(Dropped dropped, boolean countedAnew) throws SQLException {
        // Given: as many days as are looked through, one with a letter and one with a frame that was written off
        IntStream.range(0, SuspectDays.MOST - 2).forEach(day -> pipeline.send(0, Fate.DETECTED));
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();
        passOver(1);
        moveToJanuary();
        follow(only(answer()));
        assertClean(answer());
        retain(dropped, Duration.ZERO);
        assertThat(database.number("select count(distinct day) from sink_day where inferences_dropped > 0"))
                .isEqualTo(SuspectDays.MOST - 2);
        if (countedAnew) {
            database.change("select audit_recount()");
        }
        // When
        var lost = passOver(3);
        // Then
        assertThat(only(answer()).firstIds())
                .containsExactlyInAnyOrderElementsOf(
                        lost.stream().map(UUID::toString).toList());
    }

    /** A day for each record. */
    private void moveToJanuary() {
        database.change("select ensure_month('2026-01-15Z')");
        database.change("update frame set captured_at = " + JANUARY);
        for (var table : List.of("inference", "detection", "dead_letter")) {
            database.change("update " + table + " t set captured_at = f.captured_at from frame f"
                    + " where f.frame_id = t.frame_id");
        }
        database.change("select audit_recount()");
    }
}
