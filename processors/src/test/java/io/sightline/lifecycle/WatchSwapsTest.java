package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.inference.TinyModel;
import io.sightline.model.v1.Status;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Version 2 of a model has just taken the place of version 1. */
@ExtendWith(PostgresServer.class)
class WatchSwapsTest {
    private PromoterBench bench;

    @BeforeEach
    void serveTwoVersions(TestDatabase database, @TempDir Path folder) throws SQLException {
        bench = new PromoterBench(database, folder, "first").leading();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
        bench.promote();
        bench.sent();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void goesBackFromAVersionThatFails() throws SQLException {
        reports("pod-1", "2", 20, 5, "now()");

        assertThat(bench.watch.look()).isTrue();

        assertThat(bench.announced()).singleElement().satisfies(state -> {
            assertThat(state.getServing().getVersion()).isEqualTo("1");
            assertThat(state.getStatus()).isEqualTo(Status.ROLLED_BACK);
            assertThat(state.getReason())
                    .isEqualTo("version 2: REGRESSED: 5 of its 20 runs failed, and at most 0.1 of them may");
            assertThat(state.getMetrics()).containsEntry("failures", 5.0);
        });
        assertThat(bench.trail()).endsWith("2 rolled_back REGRESSED,1 serving");
        // Not tried again, and nobody goes back further
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("1");
        reports("pod-1", "1", 20, 5, "now()");
        assertThat(bench.watch.look()).isFalse();
    }

    @Test
    void leavesAVersionThatFaresWell() {
        reports("pod-1", "2", 200, 1, "now()");

        assertThat(bench.watch.look()).isFalse();
    }

    @Test
    void believesNoReportOfLongAgoAndNoneAboutAnotherVersion() {
        reports("pod-1", "2", 20, 20, "now() - interval '31 seconds'");
        reports("pod-2", "1", 20, 20, "now()");

        assertThat(bench.watch.look()).isFalse();
    }

    @Test
    void looksNoLongerThanItsWindow() {
        reports("pod-1", "2", 20, 20, "now()");
        bench.database.change(
                "update model_state set memory = jsonb_set(memory, '{watchedSince}',"
                        + " to_jsonb(to_char((now() at time zone 'utc') - interval '11 minutes', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')))");

        assertThat(bench.watch.look()).isFalse();
    }

    @Test
    void leavesWhatSomebodyHasPinned() throws SQLException {
        bench.model.with("3/model.onnx", TinyModel.map("HardSigmoid", 32)).with("3/labels.txt", "parcel");
        bench.command("pin", "3");
        bench.promote();
        reports("pod-1", "3", 20, 20, "now()");

        assertThat(bench.watch.look()).isFalse();
    }

    @Test
    void leavesAVersionThatSomebodyPinsAfterItTookItsPlace() throws SQLException {
        bench.command("pin");
        bench.carryOut();
        reports("pod-1", "2", 20, 20, "now()");

        assertThat(bench.watch.look()).isFalse();
        // Until it is unpinned
        bench.command("unpin");
        bench.carryOut();
        assertThat(bench.watch.look()).isTrue();
    }

    /** Such as a newer release writes them, which was taken back. */
    @Test
    void aModelWhoseRowCannotBeReadKeepsNoOtherFromBeingWatched() throws SQLException {
        bench.database.change("insert into model_state (name, epoch, sequence, announced, memory)"
                + " select 'newer', epoch, sequence, announced, '{\"offered\": \"OF_TOMORROW\"}' from model_state");
        reports("pod-1", "2", 20, 20, "now()");

        assertThat(bench.watch.look()).isTrue();

        assertThat(bench.trail()).endsWith("2 rolled_back REGRESSED,1 serving");
        assertThat(bench.meters
                        .counter("sightline.promotion.failures", "code", "UNEXPECTED_FAILURE")
                        .count())
                .isOne();
    }

    @Test
    void onlyTheLeaderGoesBack() throws SQLException {
        reports("pod-1", "2", 20, 20, "now()");
        bench.expireLease();
        try (var other = bench.another("second").leading()) {
            assertThat(bench.watch.look()).as("it is fenced").isFalse();
            assertThat(other.watch.look()).isTrue();
        }
    }

    /** As the process itself would write. */
    private void reports(String process, String version, int runs, int failures, String at) {
        bench.database.change("""
                insert into follower (process, name, state, version, sha256, runs, failures, p95_micros, reported_at)
                select '%s', name, 'serving', version, sha256, %d, %d, 1000, %s
                from model_event where step = 'serving' and version = '%s' limit 1
                on conflict (process, name) do update set version = excluded.version, sha256 = excluded.sha256,
                  runs = excluded.runs, failures = excluded.failures, reported_at = excluded.reported_at""".formatted(process, runs, failures, at, version));
    }
}
