package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that were deleted and stored again are counted twice: that is said where it can be told from a loss. */
class SecondReadingTest extends AuditTestSupport {
    private static final String TWICE = "counted them twice";

    @ParameterizedTest
    @CsvSource({
        // table, group that reads again; gaps of the counters, and of the rows
        "frame, claims, ingest -5 frames 5, frame-rows",
        "inference, inferences, frames -5, inference-rows"
    })
    void isNamedAsThatUntilTheRecount(String table, String group, String counters, String rows) throws SQLException {
        // Given
        send(10);
        pipeline.drain();
        var part = " where source_id = 'camera-1'";
        database.change("delete from " + table + part);
        if (table.equals("inference")) {
            database.change("delete from detection" + part);
        }
        // When
        database.change("delete from sink_offset where consumer_group = 'sightline-sink-" + group + "'");
        pipeline.drain();
        // Then
        assertThat(answer().gaps())
                .allSatisfy(gap -> assertThat(gap.explanation()).contains(TWICE, "select audit_recount()"));
        assertThat(String.join(
                        " ",
                        answer().gaps().stream()
                                .map(gap -> gap.equation() + " " + gap.difference())
                                .toList()))
                .isEqualTo(counters);
        var deep = deep().gaps();
        assertThat(deep).extracting(Gap::equation).contains(rows);
        assertThat(deep)
                .filteredOn(gap -> !gap.equation().equals("detection-rows"))
                .allSatisfy(gap -> assertThat(gap.explanation()).contains(TWICE));
        // When
        database.change("select audit_recount()");
        // Then
        assertClean(deep());
    }

    @Test
    void isToldFromOtherSurplusByTheCountOfRows() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from frame where source_id = 'camera-1'");
        database.change("delete from sink_offset where consumer_group = 'sightline-sink-claims'");
        pipeline.drain();
        assertThat(surplus(answer())).contains("?deep=true tells which");

        assertThat(surplus(deep())).contains("table frame has fewer rows than were counted");
    }

    /** While the claims are read again, fewer of them are done with than were before. */
    @Test
    void isNotSeenInWhatIsReadAgainAndWasThere() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from sink_offset");

        assertThat(answer().gaps()).isEmpty();
        pipeline.sinkClaims(1);
        assertThat(answer().gaps()).isEmpty();
    }

    @Test
    void isNotNamedWhereRowsAreGone() throws SQLException {
        var id = send(10);
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();
        database.change("delete from frame where frame_id = '" + id + "'");
        database.change("delete from dead_letter where stage = 'detect'");

        assertThat(deep().gaps())
                .hasSize(2)
                .allSatisfy(gap -> assertThat(gap.explanation()).doesNotContain(TWICE));
    }

    /**
     * A recount takes the detections that are left for all: whoever was told to begin with one would never miss them.
     */
    @Test
    void isNoExcuseForDetectionsThatAreGone() throws SQLException {
        // Given
        var id = send(10);
        pipeline.drain();
        database.change("delete from inference where source_id = 'camera-1' and frame_id <> '" + id + "'");
        database.change("delete from detection where source_id = 'camera-1' and frame_id <> '" + id + "'");
        database.change("delete from sink_offset where consumer_group = 'sightline-sink-inferences'");
        pipeline.drain();
        // When
        assertThat(database.change("delete from detection where ordinal = 1 and frame_id = '" + id + "'"))
                .isEqualTo(1);
        // Then
        var gaps = deep().gaps();
        assertThat(gaps)
                .filteredOn(gap -> gap.equation().equals("detection-rows"))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.explanation())
                        .doesNotContain(TWICE)
                        .contains("are gone that were stored", "Restore them from a backup"))
                .anySatisfy(gap -> assertThat(gap.firstIds()).containsExactly(id.toString()));
        assertThat(gaps)
                .filteredOn(gap -> gap.equation().equals("inference-rows"))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.explanation())
                        .contains(TWICE)
                        .contains("the frames that gaps of detection-rows name have their detections again, which"));
    }

    private static String surplus(AuditAnswer answer) {
        return answer.gaps().stream()
                .filter(gap -> gap.equation().equals("ingest"))
                .map(Gap::explanation)
                .findFirst()
                .orElse("");
    }
}
