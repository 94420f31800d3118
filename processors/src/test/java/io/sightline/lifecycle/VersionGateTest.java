package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.artifact.Artifact;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.inference.ModelFolder;
import io.sightline.inference.TinyModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a model that finds bright spots, judged on pictures with one. */
@ExtendWith(PostgresServer.class)
class VersionGateTest {
    private Path golden;
    private PromoterBench bench;

    @BeforeEach
    void use(TestDatabase database, @TempDir Path folder) throws Exception {
        golden = Files.createDirectories(folder.resolve("golden"));
        bench = new PromoterBench(database, folder, "first", golden.toString()).leading();
        for (int i = 1; i <= 3; i++) {
            Files.write(golden.resolve(i + ".png"), SpotPicture.png(64, 10 * i, 20, 24));
        }
        document(64, "text");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theFirstVersionIsMeasuredAndNotGated() throws SQLException {
        serve("1", TinyModel.map("Sigmoid", 64), "");

        assertThat(message("1"))
                .matches(
                        "not gated: nothing serves yet to compare it with; its mAP@0.5 on golden set [0-9a-f]{64} is 1.0");
        assertThat(bench.announced().get(0).getMetrics()).containsEntry("candidate.map50", 1.0);
    }

    @Test
    void aVersionThatIsAsGoodPasses() throws SQLException {
        serve("1", TinyModel.map("Sigmoid", 64), "");
        serve("2", TinyModel.map("HardSigmoid", 64), "");

        assertThat(bench.trail()).endsWith("2 gated,1 superseded,2 serving");
        assertThat(message("2"))
                .contains("mAP@0.5 of the candidate 1.000000, of the serving version 1.000000", "21 runs each");
        assertThat(bench.announced().get(1).getMetrics())
                .containsKeys("candidate.p95_ms", "serving.p95_ms", "serving.map50");
        assertThat(bench.states.of("tiny").memory().serving().orElseThrow().p95Millis())
                .isPresent();
    }

    @Test
    void aVersionThatFindsLessIsRejected() throws SQLException {
        serve("1", TinyModel.map("Sigmoid", 64), "");
        serve("2", TinyModel.map("Sigmoid", 64), "family: dbnet\nthresholds: { score: 1.0 }");

        assertThat(bench.trail()).endsWith("2 warmed,2 rejected MAP_BELOW_SERVING");
        assertThat(bench.announced().get(1).getReason()).contains("mAP@0.5 of the candidate 0.000000");
        assertThat(bench.states.of("tiny").memory().serving().orElseThrow().version())
                .isEqualTo("1");
    }

    @Test
    void aVersionIsTriedAgainWhenTheGoldenSetChanges() throws Exception {
        serve("1", TinyModel.map("Sigmoid", 64), "");
        document(64, "spot");
        serve("2", TinyModel.map("HardSigmoid", 64), "");
        assertThat(bench.trail()).endsWith("2 rejected GOLDEN_SET_UNFIT");
        bench.promote();
        assertThat(bench.trail()).endsWith("2 rejected GOLDEN_SET_UNFIT");

        document(64, "text");
        bench.promote();

        assertThat(bench.trail()).endsWith("2 serving");
    }

    @Test
    void aSetThatIsMissingOrWrongRejectsAndSaysWhy() throws Exception {
        document(65, "text");
        serve("1", TinyModel.map("Sigmoid", 64), "");
        assertThat(message("1", "rejected"))
                .contains("the picture 1.png (image 1) has 64x64 pixels when it is upright, the golden set says 65x65");
        Files.writeString(golden.resolve("1.png"), "no picture");
        document(64, "text");
        bench.promote();
        assertThat(message("1", "rejected")).contains("the picture 1.png (image 1): ");
        Files.delete(golden.resolve("golden.json"));
        bench.promote();
        assertThat(message("1", "rejected"))
                .contains("golden.json does not exist; put the COCO document golden.json there");
        Files.writeString(golden.resolve("golden.json"), "{}");
        bench.promote();
        assertThat(message("1", "rejected")).contains("images is missing");
        assertThat(bench.states.of("tiny").memory().serving()).isEmpty();
    }

    @Test
    void aVersionWhoseOutputIsNoNumberNeedsNoGoldenSetToBeRejected() throws Exception {
        Files.delete(golden.resolve("golden.json"));
        serve("1", TinyModel.map("Log", 64), "");

        assertThat(bench.trail()).endsWith("1 rejected OUTPUT_NOT_FINITE");
    }

    /** Nothing serves ungated because the leader has less memory than it had. */
    @Test
    void aVersionThatCannotBeComparedForWantOfMemoryIsRejected() throws Exception {
        serve("1", TinyModel.map("Sigmoid", 64), "");
        ModelFolder.outgrowMemory(bench.stored(Artifact.of(bench.model.path().resolve("1"))));
        serve("2", TinyModel.map("HardSigmoid", 64), "");

        assertThat(bench.trail()).endsWith("2 warmed,2 rejected TOO_LARGE");
        assertThat(message("2", "rejected"))
                .contains("to compare it with version 1, which serves, both need room", "raise the limit");
    }

    private void serve(String version, byte[] model, String spec) throws SQLException {
        bench.model.with(version + "/model.onnx", model);
        if (!spec.isEmpty()) {
            bench.model.with(version + "/detector.yaml", spec);
        }
        bench.promote();
    }

    private String message(String version) {
        return message(version, "gated");
    }

    private String message(String version, String step) {
        return bench.database.text("select message from (select message from model_event where version = '" + version
                + "' and step = '" + step + "' order by id desc limit 1) as m");
    }

    /**
     * Each picture has one spot, where {@link SpotPicture} has put it. The detector takes what it sees for the shrunken
     * middle of a text and answers the whole of it: 1.5 times the area of the spot, divided by its outline, more on
     * each side.
     */
    private void document(int side, String label) throws Exception {
        var images = new StringBuilder();
        var annotations = new StringBuilder();
        for (int i = 1; i <= 3; i++) {
            images.append(i > 1 ? "," : "")
                    .append("{\"id\":%d,\"file_name\":\"%d.png\",\"width\":%d,\"height\":%d}"
                            .formatted(i, i, side, side));
            annotations
                    .append(i > 1 ? "," : "")
                    .append("{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"bbox\":[%d,11,42,42]}"
                            .formatted(i, i, 10 * i - 9));
        }
        Files.write(
                golden.resolve("golden.json"),
                ("{\"images\":[%s],\"annotations\":[%s],\"categories\":[{\"id\":1,\"name\":\"%s\"}]}"
                                .formatted(images, annotations, label))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Artifact.paths(golden)).contains("golden.json");
    }
}
