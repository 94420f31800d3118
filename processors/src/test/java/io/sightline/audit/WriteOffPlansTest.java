package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is read to drop a month, to name what is missing or to write it off does not grow with what there was before.
 */
class WriteOffPlansTest extends WriteOffTestSupport {
    private static final String OF_A_DAY = "select * from fateless_frames('2026-02-20Z', '2026-02-21Z')";

    @ParameterizedTest
    @ValueSource(strings = {"undropped_frame", "fateless_frames('2026-02-20Z', '2026-02-21Z')"})
    void framesAreComparedWithWhatWasDroppedOfTheirOffsets(String frames) {
        var sql = "select * from " + frames;

        assertThat(database.plan(sql, "enable_nestloop", "enable_mergejoin"))
                .containsPattern("Hash Cond: .*\\(r.first_offset / 20000\\)");
        assertThat(database.plan(sql, "enable_hashjoin", "enable_mergejoin", "enable_material"))
                .containsPattern("Index Cond: .*last_offset >= .*last_offset <= ");
    }

    @Test
    void noOtherMonthIsReadToNameWhatIsMissing() {
        send(12);
        pipeline.drain();

        assertThat(database.plan(OF_A_DAY))
                .contains("frame_2026_02", "inference_2026_02")
                .doesNotContain("frame_2026_03", "inference_2026_03", "_default");
    }

    @Test
    void noOtherMonthIsReadToWriteOff() throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        var id = passOver(1).get(0);
        database.change("update frame set captured_at = '2026-02-20Z' where frame_id = '" + id + "'");
        database.change("select audit_recount()");
        // When
        var plans = plansOf(wayOn(only(answer())));
        // Then
        for (var statement : List.of("insert into written_off_frame", "from fateless_frames")) {
            assertThat(plans)
                    .filteredOn(plan -> plan.contains(statement))
                    .singleElement()
                    .asString()
                    .contains("inference_2026_02")
                    .doesNotContain("inference_2026_03", "inference_default");
        }
        assertClean(answer());
    }

    /** Those that retention has dropped without an inference stay in the table for ever. */
    @Test
    void whatWasNotWrittenOffIsNotReadToCountWhatWas() {
        database.change(
                "insert into written_off_frame (frame_id, captured_at, bound, dropped) select gen_random_uuid(),"
                        + " '2026-01-01Z'::timestamptz + n * interval '10 min', n % 1000 = 0, true from generate_series(1, 20000) n");
        database.change("vacuum analyze written_off_frame");

        assertThat(database.plan(BookTables.FATELESS))
                .containsOnlyOnce("on written_off_frame")
                .containsPattern(
                        "Index Only Scan using written_off_frame_by_time .*\\n *Index Cond: \\(bound = true\\)");
        assertThat(database.plan(OF_A_DAY))
                .containsPattern(
                        "written_off_frame_by_time .*\\n *Index Cond: \\(\\(bound = false\\) AND \\(captured_at >= ");
    }

    /** Of each statement that the procedure makes, as the server has carried it out. */
    private List<String> plansOf(String call) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("load 'auto_explain'; set auto_explain.log_min_duration = 0;"
                    + " set auto_explain.log_nested_statements = on; set client_min_messages = log");
            statement.clearWarnings();
            statement.execute(call);
            var plans = new ArrayList<String>();
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                plans.add(String.valueOf(warning.getMessage()));
            }
            return plans;
        }
    }
}
