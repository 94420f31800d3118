package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.artifact.Artifact;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.ModelFolder;
import io.sightline.inference.TinyModel;
import io.sightline.model.v1.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a promotion, from a folder to what is announced. */
@ExtendWith(PostgresServer.class)
class PromotionTest {
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
    void aFolderBecomesAVersionThatServes() throws Exception {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32)).with("1/labels.txt", "parcel");

        bench.promote();

        assertThat(bench.trail()).isEqualTo("1 discovered,1 downloaded,1 verified,1 loaded,1 warmed,1 gated,1 serving");
        var artifact = Artifact.of(bench.model.path().resolve("1"));
        assertThat(bench.announced()).singleElement().satisfies(state -> {
            assertThat(state.getServing().getVersion()).isEqualTo("1");
            assertThat(Artifact.of(state.getArtifact())).isEqualTo(artifact);
            assertThat(state.getDetector()).contains("\"family\":\"dbnet\"", "parcel");
            assertThat(state.getSignature()).contains("\"name\":\"x\"", "\"datatype\":\"FP32\"", "[1,3,32,32]");
            assertThat(state.getStatus()).isEqualTo(Status.SERVING);
            assertThat(state.getEpoch()).isOne();
            assertThat(state.getSequence()).isOne();
        });
        assertThat(Artifact.of(bench.stored(artifact))).isEqualTo(artifact);
        assertThat(bench.database.text("select message from model_event where step = 'gated'"))
                .isEqualTo("not gated: no golden set is configured (sightline.models.tiny.golden)");
        assertThat(bench.folder.resolve("work-first")).isEmptyDirectory();
    }

    @Test
    void whatServesIsLookedAtAndLeftAlone() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        var rows = bench.database.number("select count(*) from model_event");

        bench.promote();

        assertThat(bench.announced()).hasSize(1);
        assertThat(bench.database.number("select count(*) from model_event")).isEqualTo(rows);
        assertThat(bench.meters
                        .counter("sightline.promotion.looks", "model", "tiny", "outcome", "same")
                        .count())
                .isOne();
    }

    @Test
    void theNextVersionTakesItsPlace() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));

        bench.promote();

        assertThat(bench.trail()).endsWith("2 gated,1 superseded,2 serving");
        assertThat(bench.announced())
                .extracting(state -> state.getServing().getVersion() + " " + state.getSequence())
                .containsExactly("1 1", "2 2");
    }

    @Test
    void aBrokenVersionIsRejectedOnceAndTheFormerOneGoesOn() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", "no model");

        bench.promote();
        bench.promote();

        assertThat(bench.trail()).endsWith("1 serving,2 discovered,2 downloaded,2 rejected UNUSABLE");
        var last = bench.announced().get(1);
        assertThat(last.getServing().getVersion()).isEqualTo("1");
        assertThat(last.getStatus()).isEqualTo(Status.REJECTED);
        assertThat(last.getReason())
                .isEqualTo("version 2: UNUSABLE: model.onnx: the file is no ONNX model, or only the beginning of one;"
                        + " export it again");
        assertThat(bench.database.number("select count(*) from outbox")).isZero();
    }

    @Test
    void aModelThatOnnxRuntimeDoesNotTakeIsRejectedWithoutTheNameOfAFolder() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.ofOperatorSet(9999));

        bench.promote();

        assertThat(bench.trail()).endsWith("1 verified,1 rejected NOT_LOADABLE");
        assertThat(bench.announced().get(0).getReason())
                .contains("model.onnx is no model that ONNX Runtime loads")
                .doesNotContain(bench.folder.toString());
    }

    /** Neither the limit nor the files change while the process lives. */
    @Test
    void aVersionWhoseWeightsNeverFindRoomInMemoryIsRejected() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        var verified = 2;
        try (var promotion = bench.begin(verified)) {
            ModelFolder.outgrowMemory(promotion.folder());

            bench.goOn(promotion, verified, bench.steps.size());
        }

        assertThat(bench.trail()).endsWith("1 verified,1 rejected NOT_LOADABLE");
        assertThat(bench.announced().get(0).getReason())
                .startsWith("version 1: NOT_LOADABLE: model tiny version 1 finds no room in the memory of this process")
                .contains("raise the limit");
    }

    @Test
    void aVersionThatFindsNoMemoryForTheMomentIsNotRejected() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.hungryMap(32));

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> bench.promote())
                .withMessageStartingWith("no memory is left to load tiny version 1; where that stays so");
        assertThat(bench.trail()).endsWith("1 verified");
    }

    @Test
    void aRejectedVersionWhoseFilesChangeIsTriedAgain() throws SQLException {
        bench.model.with("1/model.onnx", "no model");
        bench.promote();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));

        bench.promote();

        assertThat(bench.trail()).endsWith("1 serving");
    }

    @Test
    void weightsThatAreNotThereOrLieElsewhereAreNamed() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.withExternalData("weights.data"));
        bench.promote();
        assertThat(bench.trail()).endsWith("1 rejected EXTERNAL_DATA");
        assertThat(bench.database.text("select message from model_event where step = 'rejected'"))
                .isEqualTo("the model names weights in weights.data, and the version has no such file; log the model"
                        + " with all of its files");
        bench.model
                .with("outside.data", new byte[] {0, 0, 0, 0})
                .with("2/model.onnx", TinyModel.withExternalData("../outside.data"));
        bench.promote();
        assertThat(bench.database.text("select message from model_event where step = 'rejected' and version = '2'"))
                .isEqualTo("the model names weights in ../outside.data, which is no path inside of its folder; save it"
                        + " with its weights beside it");
        bench.model
                .with("3/weights.data", new byte[] {0, 0, 0, 0})
                .with("3/model.onnx", TinyModel.withExternalData("weights.data"));
        bench.promote();
        assertThat(bench.trail()).endsWith("3 serving");
    }

    @Test
    void aModelThatGivesNoNumbersIsRejected() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Log", 32));

        bench.promote();

        assertThat(bench.trail()).endsWith("1 rejected OUTPUT_NOT_FINITE");
    }

    @Test
    void aVersionOfAnotherSignatureIsRejected() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("Sigmoid", 64));

        bench.promote();

        assertThat(bench.trail()).endsWith("2 rejected SIGNATURE_CHANGED");
    }

    @Test
    void theSameFilesUnderAnotherNumberAreRenamedAndNotJudged() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("Sigmoid", 32));

        bench.promote();

        assertThat(bench.trail()).endsWith("1 serving,2 serving");
        assertThat(bench.announced().get(1).getServing().getVersion()).isEqualTo("2");
    }

    /** A folder that a process has read at its start: nobody has looked at what it finds. */
    @Test
    void filesThatRunInThisProcessAlreadyAreJudgedAllTheSame() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Log", 32));
        bench.engine.load(new ModelDirectory("tiny", bench.model.path(), "champion"));

        bench.promote();

        assertThat(bench.trail()).endsWith("1 rejected OUTPUT_NOT_FINITE");
    }

    @Test
    void filesThatServedBeforeAreNotJudgedAgain() throws SQLException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
        bench.promote();
        bench.model.with("3/model.onnx", TinyModel.map("Sigmoid", 32));

        bench.promote();

        assertThat(bench.trail()).endsWith("3 gated,2 superseded,3 serving");
        assertThat(bench.database.text("select message from model_event where step = 'gated' and version = '3'"))
                .isEqualTo("not gated: these files served before and are not judged again");
    }

    @Test
    void aVersionThatIsTakenAwayWhileItIsJudgedDoesNotServe() throws SQLException, IOException {
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
        try (var promotion = bench.begin(4)) {
            Folders.remove(bench.model.path().resolve("2"));

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> bench.goOn(promotion, 4, bench.steps.size()))
                    .withMessage(
                            "the source of model tiny has changed while version 2 was tried; it is looked at again");
            assertThat(bench.stored(promotion.artifact())).doesNotExist();
        }
        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("1");
    }
}
