package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minio.MinioClient;
import io.sightline.artifact.ArtifactCache;
import io.sightline.artifact.FolderSource;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.evaluation.GoldenGate;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a golden set or with what serves, a version ends, and is tried again when that is mended. */
@ExtendWith(PostgresServer.class)
class GoldenPicturesTest {
    private static final GoldenGate GATE = new GoldenGate(0.02, 10);
    private static final MinioClient NO_STORE =
            MinioClient.builder().endpoint("http://localhost:1").build();

    private final GoldenPlaces places = new GoldenPlaces(NO_STORE, new FailureClassifier());
    private Path golden;
    private PromoterBench bench;

    @BeforeEach
    void use(TestDatabase database, @TempDir Path folder) throws Exception {
        golden = Files.createDirectories(folder.resolve("golden"));
        Files.write(golden.resolve("1.png"), SpotPicture.png(64, 10, 20, 24));
        Files.writeString(golden.resolve("golden.json"), """
                {"images": [{"id": 1, "file_name": "1.png", "width": 64, "height": 64}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 20, 24, 24]}],
                 "categories": [{"id": 1, "name": "text"}]}""");
        bench = new PromoterBench(database, folder, "first", golden.toString()).leading();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 64));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aPictureThatIsMissingRejectsUntilItIsThere() throws Exception {
        var picture = Files.readAllBytes(golden.resolve("1.png"));
        Files.delete(golden.resolve("1.png"));
        bench.promote();
        bench.promote();
        assertThat(bench.trail())
                .endsWith("1 warmed,1 rejected GOLDEN_SET_UNFIT")
                .containsOnlyOnce("rejected");
        assertThat(bench.database.text("select message from model_event where step = 'rejected'"))
                .startsWith("the picture 1.png (image 1): the file ")
                .endsWith("1.png does not exist");

        Files.write(golden.resolve("1.png"), picture);

        assertThat(bench.promote().memory().serving()).isPresent();
    }

    @Test
    void aPictureThatIsWrongRejectsUntilTheRightOneIsThere() throws Exception {
        Files.write(golden.resolve("1.png"), SpotPicture.png(65, 10, 20, 24));
        bench.promote();
        bench.promote();
        assertThat(bench.trail()).endsWith("1 rejected GOLDEN_SET_UNFIT").containsOnlyOnce("rejected");

        Files.write(golden.resolve("1.png"), SpotPicture.png(64, 10, 20, 24));

        assertThat(bench.promote().memory().serving()).isPresent();
    }

    @Test
    void aSetThatIsReplacedWhileItJudgesHasNotJudgedWithWhatIsThereNow() throws Exception {
        Files.write(golden.resolve("1.png"), SpotPicture.png(65, 10, 20, 24));
        try (var promotion = bench.begin(4)) {
            assertThat(promotion.rejection()).isPresent();
            Files.write(golden.resolve("1.png"), SpotPicture.png(64, 10, 20, 24));
            bench.goOn(promotion, 4, bench.steps.size());
        }

        assertThat(bench.promote().memory().serving()).isPresent();
    }

    @Test
    void whatServesAndCannotBeMeasuredKeepsNothingElseAway() throws Exception {
        var serving = bench.promote().memory().serving().orElseThrow().sha256();
        Files.writeString(
                bench.folder.resolve("store").resolve(serving.hex()).resolve("model.onnx"), "it is broken now");
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 64));

        assertThat(bench.promote().memory().serving().orElseThrow().version()).isEqualTo("2");

        assertThat(bench.database.text("select message from model_event where step = 'gated' and version = '2'"))
                .startsWith("not gated: version 1, which serves, cannot be measured (")
                .contains("; its mAP@0.5 on golden set ");
    }

    @Test
    void aVersionThatHasNoRoomBesideWhatServesIsTooLarge() throws SQLException {
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 64));
        VersionGate.Files full = artifact -> {
            throw new PermanentFailure(FailureCode.MODEL_UNKNOWN, "raise sightline.artifacts.cache-limit");
        };
        var gate = new VersionGate(bench.engine, sets(1, "1"), GATE, bench.artifacts, full, bench.lease::isIn);
        try (var promotion = bench.begin(3)) {
            var verdict = gate.judge(promotion);

            assertThat(verdict.rejection().orElseThrow().reason()).isEqualTo(RejectionReason.TOO_LARGE);
            assertThat(verdict.text())
                    .isEqualTo("to compare it with version 1, which serves, both need room: raise"
                            + " sightline.artifacts.cache-limit");
        }
    }

    @Test
    void aDiskThatFailsLetsNothingServeThatWasNotCompared(@TempDir Path elsewhere) throws Exception {
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 64));
        var noFolder = Files.createFile(elsewhere.resolve("cache"));
        var files = files(new ArtifactCache(noFolder, 1_000_000, new FolderSource(elsewhere), Clock.systemUTC()));

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> judged(files))
                .withMessageStartingWith("the local disk fails at " + noFolder);
    }

    @Test
    void memoryThatRunsOutLetsNothingServeThatWasNotCompared() throws Exception {
        var serving = bench.promote().memory().serving().orElseThrow().sha256();
        Files.write(
                bench.folder.resolve("store").resolve(serving.hex()).resolve("model.onnx"), TinyModel.hungryMap(64));
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 64));

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> bench.promote())
                .withMessageStartingWith("no memory is left to load tiny version 1; where that stays so");
        assertThat(bench.trail()).endsWith("2 warmed");
    }

    @Test
    void roomThatOthersTakeForAWhileRejectsNothing(@TempDir Path elsewhere) throws Exception {
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 64));
        var source = new FolderSource(elsewhere.resolve("source"));
        var serving = source.add(Map.of("model.onnx", TinyModel.map("Sigmoid", 64)));
        var other = source.add(Map.of("model.onnx", new byte[20]));
        var cache = new ArtifactCache(elsewhere.resolve("cache"), serving.size() + 10, source, Clock.systemUTC());
        var held = cache.use(other, () -> true);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> judged(files(cache)))
                .withMessageContaining("sightline.artifacts.cache-limit");

        held.close();
        assertThat(judged(files(cache)).metrics()).containsKey("serving.map50");
    }

    private Gate.Verdict judged(VersionGate.Files files) throws SQLException {
        var gate = new VersionGate(bench.engine, sets(1, "1"), GATE, bench.artifacts, files, bench.lease::isIn);
        try (var promotion = bench.begin(3)) {
            return gate.judge(promotion);
        }
    }

    private static VersionGate.Files files(ArtifactCache cache) {
        return artifact -> {
            var cached = cache.use(artifact, () -> true);
            return new VersionGate.Held(cached.folder(), cached::close);
        };
    }

    @Test
    void aProcessThatEndsLooksAtNoFurtherPicture() throws SQLException {
        VersionGate.Files none = artifact -> {
            throw new IllegalStateException("nothing serves");
        };
        var gate = new VersionGate(bench.engine, sets(1, "1"), GATE, bench.artifacts, none, term -> false);
        try (var promotion = bench.begin(3)) {
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> gate.judge(promotion))
                    .withMessageStartingWith("the golden pictures are looked at no further: this process ends");
        }
    }

    @Test
    void aVersionIsTriedAgainWhenWhatItsReasonsNameHasChanged() throws Exception {
        var facts = sets(1, "1").of(settings(false));

        assertThat(sets(1, "1").of(settings(false))).isEqualTo(facts);
        assertThat(sets(1, "1").of(settings(true))).as("allow-signature-change").isNotEqualTo(facts);
        assertThat(sets(2, "1").of(settings(false))).as("cache-limit").isNotEqualTo(facts);
        assertThat(sets(1, "2").of(settings(false))).as("another release").isNotEqualTo(facts);
        Files.delete(golden.resolve("golden.json"));
        assertThat(sets(1, "1").of(settings(false))).endsWith("missing");
    }

    private GoldenSets sets(long mostBytes, String release) {
        return new GoldenSets(places, GATE, mostBytes, release);
    }

    private ModelSettings settings(boolean allowSignatureChange) {
        return new ModelSettings("tiny", 0.1, allowSignatureChange, Optional.of(golden.toString()));
    }
}
