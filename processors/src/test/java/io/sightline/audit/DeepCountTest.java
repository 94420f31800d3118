package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.upkeep.RowUpkeep;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How rows are counted: one count at a time, in bounded time, and kept. */
class DeepCountTest extends AuditTestSupport {
    @Test
    void theClockCountsOnceInAPeriod() throws SQLException {
        send(4);
        pipeline.drain();
        database.change("delete from detection where ordinal = 1");
        var work = new RowUpkeep(
                new Turn(database.dataSource()), pipeline.audit(), Duration.ofHours(24), 7, PaperPipeline.NOON);

        assertThat(work.run().orElseThrow().number("gap")).isEqualTo(2);
        assertThat(work.run()).isEmpty();
        assertThat(answer().gaps()).extracting(Gap::equation).containsOnly("detection-rows");
    }

    @Test
    void aCountThatTakesTooLongSaysSo() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("alter table frame rename to slow_frame");
        database.change("create view frame as select slow_frame.* from slow_frame, pg_sleep(5)");

        assertThatThrownBy(() -> pipeline.audit().deep(WINDOW, Duration.ofMillis(200)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("fewer days");
    }

    @Test
    void aNameThatTakesTooLongToFindCostsNoResult() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from inference where frame_id = (select frame_id from inference limit 1)");
        database.change("alter table detection rename to slow_detection");
        database.change("create function slowly(id uuid) returns uuid language plpgsql stable as"
                + " 'begin perform pg_sleep(30); return id; end'");
        database.change(
                "create view detection as select captured_at, model_version_id, purpose, slowly(frame_id) as frame_id"
                        + " from slow_detection");

        var gap = only(pipeline.audit().deep(WINDOW, Duration.ofSeconds(1)));

        assertThat(gap.equation()).isEqualTo("inference-rows");
        assertThat(gap.firstIds()).isEmpty();
        assertThat(only(answer())).isEqualTo(gap);
    }

    @Test
    void oneCountIsEnoughForAProcess() throws SQLException {
        var audit = pipeline.audit();
        pipeline.meanwhile = () -> assertThatThrownBy(() -> audit.deep(WINDOW, PATIENCE))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
        assertClean(audit.deep(WINDOW, PATIENCE));

        pipeline.meanwhile = () -> {};
        assertClean(audit.deep(WINDOW, PATIENCE));
    }

    @Test
    void answersWithItsOwnCount() throws SQLException {
        var today = DayWindow.last(1, Samples.NOON);
        pipeline.meanwhile = () -> {
            try (var connection = database.dataSource().getConnection()) {
                pipeline.audit().count(connection, today, PATIENCE, "");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };

        var asked = Objects.requireNonNull(deep().lastDeep());

        assertThat(asked.since()).isEqualTo(DayWindow.start(WINDOW.since()).toString());
        assertThat(asked.since()).isNotEqualTo(DayWindow.start(today.since()).toString());
    }

    @Test
    void resultsOfCountsAreNotKeptForEver() throws SQLException {
        for (int i = 0; i < 105; i++) {
            deep();
        }

        assertThat(database.number("select count(*) from audit_result")).isEqualTo(100);
    }
}
