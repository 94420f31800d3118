package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.claim.Sha256;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
    private static final byte[] MODEL = TinyModel.map("Sigmoid", 0);

    private Path folder;

    @BeforeEach
    void use(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void loadsTheHighestNumber() {
        // Given
        var model = new ModelFolder(folder)
                .with("9/model.onnx", MODEL)
                .with("10/model.onnx", MODEL)
                .with("draft/model.onnx", MODEL)
                .with("config.pbtxt", "");
        // When
        try (var engine = model.engine()) {
            // Then
            assertThat(engine.models()).extracting(ModelVersion::version).containsExactly("10");
        }
    }

    @Test
    void hashesTheSortedLinesOfAllFiles() {
        // Given
        var model = new ModelFolder(folder)
                .with("1/model.onnx", MODEL)
                .with("1/detector.yaml", "family: dbnet")
                .with("1/labels.txt", "word\n");
        var lines = Stream.of(
                        Sha256.of(MODEL) + "  model.onnx\n",
                        Sha256.of(bytes("family: dbnet")) + "  detector.yaml\n",
                        Sha256.of(bytes("word\n")) + "  labels.txt\n")
                .sorted()
                .collect(Collectors.joining());
        // When
        try (var engine = model.engine()) {
            // Then
            assertThat(engine.models().get(0).sha256()).isEqualTo(Sha256.of(bytes(lines)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"detector.yaml", "labels.txt"})
    void readsNoWordsWithoutEnd(String file) {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", MODEL).with("1/" + file, new byte[(1 << 20) + 1]),
                "1/" + file,
                "has 1048577 bytes, and 1048576 are read at most");
    }

    @Test
    void namesTheFolderThatDoesNotExist() {
        refuses(
                new ModelFolder(folder.resolve("nowhere")),
                folder.resolve("nowhere") + " does not exist",
                "sightline.models.tiny.path");
    }

    @Test
    void namesTheFolderWithoutAVersion() {
        refuses(new ModelFolder(folder).with("latest/model.onnx", MODEL), folder + " has no version", "1/model.onnx");
    }

    @Test
    void namesTheFileThatIsMissingInTheVersion() {
        refuses(new ModelFolder(folder).with("3/labels.txt", "a"), folder.resolve("3/model.onnx") + " does not exist");
    }

    @Test
    void namesTheFileThatIsNoModel() {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", "no model"),
                folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads");
    }

    @Test
    void namesTheOperatorSetThatIsTooNew() {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", TinyModel.ofOperatorSet(999)),
                folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads",
                "999");
    }

    @Test
    void namesTheFileOfExternalDataThatIsMissing() {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", TinyModel.withExternalData("weights.bin")),
                folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads",
                "weights.bin");
    }

    /** A model could otherwise read any file of the machine into its answers. */
    @ParameterizedTest
    @ValueSource(strings = {"../weights.bin", "sub/../../weights.bin", "/"})
    void refusesExternalDataOutsideOfItsFolder(String location) throws IOException {
        // Given
        Files.createDirectories(folder.resolve("1/sub"));
        Files.write(folder.resolve("weights.bin"), new byte[4]);
        var outside = location.equals("/") ? folder.resolve("weights.bin").toString() : location;
        // When, then
        refuses(
                new ModelFolder(folder).with("1/model.onnx", TinyModel.withExternalData(outside)),
                folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads",
                "External data path");
    }

    @Test
    void followsNoLinkOutOfItsFolder() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("1"));
        Files.write(folder.resolve("secret.bin"), new byte[4]);
        Files.createSymbolicLink(folder.resolve("1/weights.bin"), folder.resolve("secret.bin"));
        // When, then
        refuses(
                new ModelFolder(folder).with("1/model.onnx", TinyModel.withExternalData("weights.bin")),
                folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads");
    }

    @Test
    void readsExternalDataBesideTheModel() {
        var model = new ModelFolder(folder)
                .with("1/model.onnx", TinyModel.withExternalData("weights.bin"))
                .with("1/weights.bin", new byte[4]);
        try (var engine = model.engine()) {
            assertThat(engine.models()).hasSize(1);
        }
    }

    /** CVE-2022-25882, CVE-2024-27318: a model reads no file but its own. */
    @Test
    void refusesExternalDataOutsideOfTheModelsFolder() {
        var outside = new ModelFolder(folder).with("weights.bin", new byte[4]);
        for (var location : List.of("../weights.bin", "./../weights.bin", "x/../../weights.bin", absolute())) {
            refuses(
                    outside.with("1/model.onnx", TinyModel.withExternalData(location)),
                    folder.resolve("1/model.onnx") + " is no model that ONNX Runtime loads");
        }
    }

    private String absolute() {
        return folder.resolve("weights.bin").toAbsolutePath().toString();
    }

    @Test
    void saysWhatToWriteWhenNoFamilyFits() {
        // Given a model whose input has another name than Paddle's
        var model = TinyModel.map("Sigmoid", 0);
        for (int i = 0; i < model.length; i++) {
            model[i] = model[i] == 'x' && (i == 0 || model[i - 1] == 1) ? (byte) 'q' : model[i];
        }
        // When, then
        refuses(
                new ModelFolder(folder).with("1/model.onnx", model),
                "model.onnx without a file " + folder.resolve("1/detector.yaml") + ": the key family is needed",
                "no detector family fits",
                "q FP32[1,3,?,?]",
                folder.resolve("1/detector.yaml").toString(),
                "family: dbnet");
    }

    @Test
    void namesTheSpecThatIsWrong() {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", MODEL).with("1/detector.yaml", "family: dbnett"),
                folder.resolve("1/detector.yaml") + ": family dbnett is not known, did you mean dbnet?");
    }

    @Test
    void namesTheDimensionsOfAModelThatTakesSeveralPicturesAtOnce() {
        refuses(
                new ModelFolder(folder).with("1/model.onnx", TinyModel.ofBatch(10, 32)),
                folder.resolve("1/model.onnx") + " takes 10 pictures at once by its input x FP32[10,3,32,32]",
                "open the fixed dimensions");
    }

    @Test
    void findsAtOnceThatAModelIsNotOfItsFamily() {
        refuses(
                new ModelFolder(folder)
                        .with("1/model.onnx", TinyModel.map("Size", 0))
                        .with("1/detector.yaml", "family: dbnet"),
                "model tiny: ",
                folder.resolve("1/model.onnx").toString());
    }

    private static void refuses(ModelFolder model, String... messages) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(model::engine)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(messages));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
