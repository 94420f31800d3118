package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import io.sightline.model.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people ask for, carried out on a model of which two versions served. */
@ExtendWith(PostgresServer.class)
class CommandDeskTest {
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
    void goesBackAndStaysThereThoughTheSourceOffersTheOther() throws SQLException {
        bench.command("rollback");

        bench.carryOut();
        var after = bench.promote();

        assertThat(bench.commands()).isEqualTo("rollback: done: version 1 serves again, in place of version 2");
        assertThat(bench.trail()).endsWith("2 rolled_back ROLLED_BACK,1 serving");
        assertThat(bench.announced()).singleElement().satisfies(state -> {
            assertThat(state.getServing().getVersion()).isEqualTo("1");
            assertThat(state.getStatus()).isEqualTo(Status.ROLLED_BACK);
        });
        assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("1");
        assertThat(bench.database.text("select message from model_event where step = 'rolled_back'"))
                .isEqualTo("asked for by alice");
        // A new version is tried again
        bench.model.with("3/model.onnx", TinyModel.map("HardSigmoid", 32)).with("3/labels.txt", "parcel");
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("3");
    }

    @Test
    void aVersionThatIsRemovedFromItsSourceCanStillBeGoneBackTo() throws Exception {
        Folders.remove(bench.model.path().resolve("1"));
        bench.command("rollback", "1");

        bench.carryOut();

        assertThat(bench.commands()).startsWith("rollback: done");
    }

    /** It served, and nobody would believe that it did not. */
    @Test
    void aRollbackBeyondTheFirstVersionNamesWhatWasGoneBackFrom() throws SQLException {
        bench.command("rollback");
        bench.carryOut();
        bench.database.change("delete from model_command");
        bench.command("rollback");
        bench.carryOut();
        assertThat(bench.commands())
                .isEqualTo("rollback: failed: version 2 of model tiny served, but was gone back from, and no other one"
                        + " is left before version 1; name it by ?version=2");
        bench.database.change("delete from model_command");
        bench.command("rollback", "2");
        bench.carryOut();
        assertThat(bench.commands()).startsWith("rollback: done: version 2 serves again");
        bench.database.change("delete from model_command");

        // Whatever served first
        bench.command("rollback");
        bench.carryOut();

        assertThat(bench.commands())
                .isEqualTo("rollback: failed: version 1 of model tiny served, but was gone back from, and no other one"
                        + " is left before version 2; name it by ?version=1");
    }

    @Test
    void aVersionThatServedLongAgoIsFoundInTheTrail() throws SQLException {
        bench.database.change("update model_state set memory = memory - 'former'");
        bench.command("rollback", "1");

        bench.carryOut();

        assertThat(bench.commands()).isEqualTo("rollback: done: version 1 serves again, in place of version 2");
        assertThat(bench.announced())
                .singleElement()
                .satisfies(state -> assertThat(state.getServing().getVersion()).isEqualTo("1"));
    }

    @Test
    void pinsTheVersionBeforeAndFollowsTheSourceAgainWhenItIsUnpinned() throws SQLException {
        bench.command("pin", "1");
        bench.carryOut();
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("1");
        assertThat(bench.announced().get(0).getPinned()).isTrue();

        bench.command("unpin");
        bench.carryOut();
        var after = bench.promote();

        assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("2");
        assertThat(bench.trail())
                .contains("2 superseded,1 serving,1 pinned,1 unpinned")
                .endsWith("1 superseded,2 serving");
        assertThat(bench.commands())
                .contains("pin: done: version 1 serves and stays", "unpin: done: version 1 serves until");
    }

    @Test
    void aPinOfAVersionThatNeverServedIsFulfilledByTheNextLook() throws SQLException {
        bench.model.with("0/model.onnx", TinyModel.map("Sigmoid", 32)).with("0/labels.txt", "parcel");
        bench.command("pin", "0");

        bench.carryOut();
        assertThat(bench.commands()).isEqualTo("pin: waiting");
        assertThat(bench.polls.due())
                .as("nobody has asked which models there are")
                .isEmpty();
        var after = bench.promote();

        assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("0");
        assertThat(after.isPinned()).isTrue();
        assertThat(bench.commands()).isEqualTo("pin: done: version 0 serves and stays");
        assertThat(bench.trail()).endsWith("0 gated,2 superseded,0 serving,0 pinned");
        assertThat(after.memory().watchedSince()).isEmpty();
        assertThat(bench.promote()).as("it stays").isEqualTo(after);
    }

    @Test
    void aPinOfAVersionThatDoesNotLoadFailsAndChangesNothing() throws SQLException {
        bench.model.with("0/model.onnx", "no model");
        bench.command("pin", "0");

        var after = bench.promote();

        assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("2");
        assertThat(after.isPinned()).isFalse();
        assertThat(bench.commands()).startsWith("pin: failed: version 0 was rejected: UNUSABLE: model.onnx: ");
        // And once more: nothing has changed
        bench.command("pin", "0");
        bench.promote();
        assertThat(bench.database.number("select count(*) from model_command where state = 'failed'"))
                .isEqualTo(2);
        assertThat(bench.database.number("select count(*) from model_event where step = 'rejected'"))
                .isOne();
    }

    /** Whoever asked was told that it has failed, and may have asked for the opposite since. */
    @Test
    void aPinThatIsGivenUpWhileItsVersionIsTriedIsNotCarriedOut() throws SQLException {
        bench.model.with("0/model.onnx", TinyModel.map("Sigmoid", 32)).with("0/labels.txt", "parcel");
        bench.command("pin", "0");
        try (var promotion = bench.begin(4)) {
            bench.database.change("update model_command set state = 'failed', message = 'given up', ended_at = now()");

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> bench.goOn(promotion, 4, bench.steps.size()))
                    .withMessageContaining("was given up while it was carried out");
        }
        assertThat(bench.announced()).isEmpty();
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("2");
        assertThat(bench.states.of("tiny").isPinned()).isFalse();
        assertThat(bench.commands()).isEqualTo("pin: failed: given up");
    }

    @Test
    void aPinOfAVersionThatDoesNotExistFails() throws SQLException {
        bench.command("pin", "9");

        bench.carryOut();
        bench.promote();

        assertThat(bench.commands()).isEqualTo("pin: failed: there is no version 9 of model tiny at its source");
    }

    @Test
    void aLookWakesTheModel() throws SQLException {
        bench.promoter.due();
        bench.polls.done("tiny", false);
        assertThat(bench.promoter.due()).isEmpty();
        bench.command("look");

        bench.carryOut();

        assertThat(bench.commands()).isEqualTo("look: done: its source is looked at");
        assertThat(bench.promoter.due()).containsExactly("tiny");
    }

    @Test
    void whatCannotBeDoneSaysWhy() throws SQLException {
        bench.command("unpin");
        bench.command("rollback", "9");
        bench.database.change("insert into model_command (id, name, command, requested_by) values"
                + " (gen_random_uuid(), 'unknown', 'rollback', 'alice')");

        bench.carryOut();

        assertThat(bench.commands())
                .contains(
                        "unpin: failed: model tiny is not pinned",
                        "rollback: failed: version 9 of model tiny never served here",
                        "rollback: failed: no version of model unknown serves");
        assertThat(bench.announced()).isEmpty();
    }

    @Test
    void whatNobodyCouldDoForFiveMinutesFailsUnlessItIsTriedJustNow() throws SQLException {
        bench.promoter.due();
        bench.command("pin", "9");
        bench.database.change("update model_command set requested_at = now() - interval '301 seconds'");

        bench.carryOut();
        assertThat(bench.commands()).isEqualTo("pin: waiting");
        bench.polls.done("tiny", false);
        bench.carryOut();

        assertThat(bench.commands()).startsWith("pin: failed: could not be done within 5 minutes");
    }

    /** What is noted of works that are tried again is kept, and there is no end of commands. */
    @Test
    void commandsThatFailAreNotedUnderTheirModel() throws SQLException {
        bench.command("rollback");
        bench.command("rollback");
        var memory = bench.database.text("select memory from model_state");
        bench.database.change("update model_state set memory = '{\"serving\": {}}'");

        assertThat(logOf(bench::carryOut)).containsOnlyOnce("command of model tiny");

        bench.database.change("update model_state set memory = '" + memory + "'");
        assertThat(logOf(bench::carryOut)).contains("command of model tiny", "works again");
        assertThat(bench.commands()).contains("rollback: done");
    }

    private static String logOf(Runnable work) {
        var log = new ByteArrayOutputStream();
        var usual = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(usual);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void waitsWhileAnotherProcessLeads() throws SQLException {
        bench.command("rollback");
        bench.expireLease();
        try (var other = bench.another("second").leading()) {
            // The first one believes that it leads, and is fenced.
            bench.carryOut();
            assertThat(bench.commands()).isEqualTo("rollback: waiting");

            other.carryOut();

            assertThat(bench.commands()).startsWith("rollback: done");
        }
    }

    @Test
    void aCommandEndsWithItsDecisionOrNotAtAll() throws SQLException {
        bench.command("rollback");
        bench.database.suffer(TestDatabase.Fault.DIES_AFTER_COMMIT);
        bench.carryOut();
        bench.database.suffer(TestDatabase.Fault.NONE);

        bench.carryOut();

        assertThat(bench.commands()).startsWith("rollback: done");
        assertThat(bench.announced()).as("announced once").hasSize(1);
    }
}
