package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Leaders that are stopped, replaced or cut off in the middle of a promotion. */
@ExtendWith(PostgresServer.class)
class StoppedLeaderTest {
    private PromoterBench bench;

    @BeforeEach
    void lead(TestDatabase database, @TempDir Path folder) throws SQLException {
        bench = new PromoterBench(database, folder, "first").leading();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whoDoesNotLeadDoesNotLook(@TempDir Path folder) {
        var other = new PromoterBench(bench.database, folder, "second");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(other::promote)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.FENCED));
        other.close();
    }

    @Test
    void twoWhoDecideAtOnceDoNotOverwriteEachOther() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
        try (var slow = bench.begin(4)) {
            // When somebody pins the model while a version is judged
            bench.command("pin");
            bench.carryOut();
            // Then the version does not serve
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> bench.goOn(slow, 4, bench.steps.size()))
                    .withMessage("something else was decided on model tiny meanwhile");
        }
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("1");
        assertThat(bench.commands()).isEqualTo("pin: done: version 1 stays");
    }

    /**
     * Whatever step a leader is stopped behind: the next one ends where an undisturbed one does, and no zombie writes.
     */
    @Test
    void aLeaderThatIsStoppedBehindAnyStepIsSucceeded() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.sent();
        var stopped = bench;
        for (int behind = 0; behind < stopped.steps.size(); behind++) {
            var version = String.valueOf(behind + 2);
            bench.model.with(version + "/model.onnx", TinyModel.map("Sigmoid", 32));
            bench.model.with(version + "/labels.txt", "version " + version);
            try (var zombie = stopped.begin(behind);
                    var successor = bench.another("successor " + behind)) {
                stopped.expireLease();
                successor.leading();
                // When
                var outcome = successor.promote();
                // Then
                assertThat(outcome.memory().serving().orElseThrow().version()).isEqualTo(version);
                assertThat(bench.database.number(
                                "select count(*) from model_event where step = 'serving' and version = '" + version
                                        + "'"))
                        .isOne();
                assertThat(successor.announced())
                        .singleElement()
                        .satisfies(state ->
                                assertThat(state.getServing().getVersion()).isEqualTo(version));
                var rows = bench.database.number("select count(*) from model_event");
                if (behind < 5) {
                    assertThatExceptionOfType(TransientFailure.class)
                            .isThrownBy(() -> stoppedGoesOn(zombie))
                            .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.FENCED));
                }
                assertThat(bench.database.number("select count(*) from model_event"))
                        .isEqualTo(rows);
                // The next round begins with a leader that knows of nothing.
                stopped.expireLease();
                assertThat(stopped.lease.renew()).isPresent();
            }
        }
    }

    private void stoppedGoesOn(Promotion zombie) throws SQLException {
        for (var step : bench.steps) {
            if (step instanceof FetchVersion && zombie.fetchedArtifact().isPresent()) {
                continue;
            }
            if (zombie.isTried()) {
                step.apply(zombie);
            }
        }
    }

    /** The connection dies on the way back: all is committed, and the leader does not know. */
    @Test
    void anAnnouncementWhoseEndIsUnknownIsNotMadeTwice() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        try (var promotion = bench.begin(4)) {
            bench.database.suffer(TestDatabase.Fault.DIES_AFTER_COMMIT);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> bench.goOn(promotion, 4, 5));
            bench.database.suffer(TestDatabase.Fault.NONE);
        }

        bench.promote();

        assertThat(bench.announced()).hasSize(1);
        assertThat(bench.trail()).endsWith("1 gated,1 serving");
    }

    @Test
    void anAnnouncementThatWasNotWrittenIsMadeByTheNextLook() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        try (var promotion = bench.begin(4)) {
            bench.database.suffer(TestDatabase.Fault.DIES_BEFORE_COMMIT);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> bench.goOn(promotion, 4, 5));
            bench.database.suffer(TestDatabase.Fault.NONE);
        }
        assertThat(bench.announced()).isEmpty();

        bench.promote();

        assertThat(bench.announced()).hasSize(1);
    }

    @Test
    void theNextTermCountsItsDecisionsFromOne() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        try (var successor = bench.another("second")) {
            bench.expireLease();
            successor.leading();
            bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));

            successor.promote();

            assertThat(bench.announced())
                    .extracting(state -> state.getEpoch() + "/" + state.getSequence())
                    .containsExactly("1/1", "2/1");
        }
    }
}
