package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.artifact.Artifact;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.ModelFolder;
import io.sightline.inference.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionDownloadTest {
    private static final String ML_MODEL = """
            flavors:
              onnx:
                data: model.onnx
            signature:
              inputs: '[{"name": "x", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3, 32, 32]}}]'
            """;

    private ModelFolder logged;
    private Path target;
    private boolean listable = true;
    private long mostBytes = 50_000;

    /** What a registry has, as a folder. */
    private final class Registry implements VersionFiles {
        @Override
        public Optional<Map<String, Long>> list() {
            try {
                var lengths = new TreeMap<String, Long>();
                for (var path : Artifact.paths(logged.path())) {
                    lengths.put(path, Files.size(logged.path().resolve(path)));
                }
                if (lengths.isEmpty()) {
                    throw new PermanentFailure(FailureCode.NOT_FOUND, "there are no files in models/1");
                }
                return listable ? Optional.of(lengths) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean download(String path, Path file, long most) {
            try {
                if (!Files.exists(logged.path().resolve(path))) {
                    throw new PermanentFailure(FailureCode.NOT_FOUND, "there is no file " + path);
                }
                if (Files.size(logged.path().resolve(path)) > most) {
                    return false;
                }
                Files.copy(logged.path().resolve(path), file);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void use(@TempDir Path folder) throws IOException {
        logged = new ModelFolder(Files.createDirectories(folder.resolve("logged")));
        target = Files.createDirectories(folder.resolve("target"));
    }

    @Test
    void bringsWhatIsNeededAndLeavesTheRest() throws IOException {
        logged.with("MLmodel", ML_MODEL)
                .with("model.onnx", TinyModel.withExternalData("0b5e.data"))
                .with("0b5e.data", new byte[] {0, 0, 0, 0})
                .with("requirements.txt", "onnx")
                .with("python_env.yaml", "python: 3.11");

        var fetched = download(Optional.empty());

        assertThat(fetched)
                .isEqualTo(new Fetched.Files(List.of(new DeclaredInput("x", "float32", List.of(-1L, 3L, 32L, 32L)))));
        assertThat(Artifact.paths(target)).containsExactlyInAnyOrder("model.onnx", "0b5e.data");
        assertThat(target.resolve(".MLmodel")).doesNotExist();
    }

    /** The same bytes are the same version, from MLflow and from a folder. */
    @Test
    void isTheSameArtifactAsAFolderWithTheseFiles(@TempDir Path other) throws IOException {
        var folder = new ModelFolder(other)
                .with("model.onnx", TinyModel.withExternalData("weights/part"))
                .with("weights/part", new byte[] {0, 0, 0, 0})
                .with("detector.yaml", "family: dbnet")
                .with("labels.txt", "parcel");
        logged.with("MLmodel", ML_MODEL.replace("model.onnx", "data/graph.onnx"))
                .with("data/graph.onnx", TinyModel.withExternalData("weights/part"))
                .with("data/weights/part", new byte[] {0, 0, 0, 0})
                .with("data/detector.yaml", "family: dbnet")
                .with("labels.txt", "parcel");

        download(Optional.of("family: yolo"));

        assertThat(Artifact.of(target)).isEqualTo(Artifact.of(folder.path()));
    }

    @Test
    void aTagIsTheSpecOfAVersionWithoutAFileOfIt() throws IOException {
        logged.with("MLmodel", ML_MODEL).with("model.onnx", TinyModel.map("Sigmoid", 32));

        download(Optional.of("family: dbnet"));

        assertThat(target.resolve("detector.yaml")).hasContent("family: dbnet");
    }

    @Test
    void aSpecBesideTheModelCountsBeforeOneAtTheRoot() throws IOException {
        logged.with("MLmodel", ML_MODEL.replace("model.onnx", "data/graph.onnx"))
                .with("data/graph.onnx", TinyModel.map("Sigmoid", 32))
                .with("data/detector.yaml", "family: dbnet")
                .with("detector.yaml", "family: yolo");

        download(Optional.empty());

        assertThat(target.resolve("detector.yaml")).hasContent("family: dbnet");
    }

    @Test
    void filesThatNobodyCanListAreAskedForOneByOne() throws IOException {
        listable = false;
        logged.with("MLmodel", ML_MODEL)
                .with("model.onnx", TinyModel.withExternalData("0b5e.data"))
                .with("0b5e.data", new byte[] {0, 0, 0, 0})
                .with("labels.txt", "parcel");

        assertThat(download(Optional.empty())).isInstanceOf(Fetched.Files.class);

        assertThat(Artifact.paths(target)).containsExactlyInAnyOrder("model.onnx", "0b5e.data", "labels.txt");
    }

    @Test
    void saysWhyAVersionWillNeverDo() throws IOException {
        assertUnusable(RejectionReason.NO_SINGLE_MODEL, "there are no files in models/1");
        logged.with("model.onnx", TinyModel.map("Sigmoid", 32));
        assertUnusable(
                RejectionReason.NO_SINGLE_MODEL, "it has no file MLmodel; log the model by mlflow.onnx.log_model");
        logged.with("MLmodel", "flavors: { sklearn: {} }");
        assertUnusable(RejectionReason.UNUSABLE, "has no flavor onnx, but [sklearn]");
        logged.with("MLmodel", ML_MODEL).with("int8.onnx", TinyModel.map("Sigmoid", 32));
        assertUnusable(RejectionReason.NO_SINGLE_MODEL, "it has more than one ONNX model: [int8.onnx, model.onnx]");
        Files.delete(logged.path().resolve("int8.onnx"));
        logged.with("MLmodel", ML_MODEL.replace("model.onnx", "graph.onnx"));
        assertUnusable(RejectionReason.NO_SINGLE_MODEL, "MLmodel names graph.onnx, and the version has no such file");
        logged.with("MLmodel", ML_MODEL.replace("model.onnx", "../model.onnx"));
        assertUnusable(RejectionReason.UNUSABLE, "the path ../model.onnx");
        logged.with("MLmodel", ML_MODEL).with("model.onnx", TinyModel.withExternalData("gone.data"));
        assertUnusable(RejectionReason.EXTERNAL_DATA, "weights in gone.data, and the version has no such file");
        logged.with("model.onnx", TinyModel.withExternalData("../../etc/passwd"));
        assertUnusable(RejectionReason.EXTERNAL_DATA, "weights in ../../etc/passwd, which is no path inside");
        listable = false;
        assertUnusable(RejectionReason.EXTERNAL_DATA, "weights in ../../etc/passwd, which is no path inside");
        logged.with("model.onnx", "<html>");
        assertUnusable(RejectionReason.UNUSABLE, "no ONNX model");
    }

    @Test
    void aVersionThatIsTooLargeIsRefusedBeforeAnythingIsRead() throws IOException {
        logged.with("MLmodel", ML_MODEL)
                .with("model.onnx", TinyModel.map("Sigmoid", 32))
                .with("big", new byte[100_000]);

        assertUnusable(RejectionReason.TOO_LARGE, "sightline.artifacts.cache-limit leaves room for 50000");

        assertThat(target).isEmptyDirectory();
    }

    /** Each of them is within the limit. */
    @Test
    void filesThatNobodyCanListAreNotTooLongTogether() throws IOException {
        listable = false;
        logged.with("MLmodel", ML_MODEL)
                .with("model.onnx", TinyModel.withExternalData("0b5e.data"))
                .with("0b5e.data", new byte[49_900]);

        assertUnusable(
                RejectionReason.TOO_LARGE,
                "more than 50000 bytes together, and sightline.artifacts.cache-limit leaves room for 50000");

        assertThat(Artifact.paths(target)).containsExactly("model.onnx");
    }

    /** It is read into memory as a whole. */
    @ParameterizedTest
    @CsvSource({"MLmodel, true", "MLmodel, false", "detector.yaml, true", "labels.txt, false"})
    void wordsThatAreTooManyAreNotRead(String file, boolean listable) throws IOException {
        this.listable = listable;
        mostBytes = 4 << 20;
        logged.with("MLmodel", ML_MODEL)
                .with("model.onnx", TinyModel.map("Sigmoid", 32))
                .with(file, new byte[(1 << 20) + 1]);

        assertUnusable(RejectionReason.UNUSABLE, "its file " + file + " has more than 1048576 bytes");

        assertThat(target.resolve(file)).doesNotExist();
        assertThat(target.resolve("." + file)).doesNotExist();
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheVersion() {
        var away = new VersionFiles() {
            @Override
            public Optional<Map<String, Long>> list() {
                throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away");
            }

            @Override
            public boolean download(String path, Path file, long most) {
                throw new IllegalStateException("nothing was listed");
            }
        };

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> new VersionDownload(away, Optional.empty(), 50_000, target).run());
    }

    @Test
    void aListingThatIsTooLongIsAFaultOfTheVersion() throws IOException {
        var endless = new VersionFiles() {
            @Override
            public Optional<Map<String, Long>> list() {
                throw new PermanentFailure(FailureCode.MODEL_UNUSABLE, "there are more than 10000 files");
            }

            @Override
            public boolean download(String path, Path file, long most) {
                throw new IllegalStateException("nothing was listed");
            }
        };

        assertThat(new VersionDownload(endless, Optional.empty(), 50_000, target).run())
                .isEqualTo(new Fetched.Unusable(
                        new Rejection(RejectionReason.UNUSABLE, "there are more than 10000 files")));
    }

    @Test
    void aFileThatNobodyCanListAndThatIsNotThereIsAFaultOfTheVersion() throws IOException {
        listable = false;
        logged.with("model.onnx", TinyModel.map("Sigmoid", 32));

        assertUnusable(RejectionReason.NO_SINGLE_MODEL, "there is no file MLmodel");
    }

    private void assertUnusable(RejectionReason reason, String message) throws IOException {
        for (var file : Files.list(target).toList()) {
            Files.delete(file);
        }
        assertThat(download(Optional.empty())).isInstanceOfSatisfying(Fetched.Unusable.class, unusable -> {
            assertThat(unusable.rejection().reason()).isEqualTo(reason);
            assertThat(unusable.rejection().message()).contains(message);
        });
    }

    private Fetched download(Optional<String> spec) throws IOException {
        return new VersionDownload(new Registry(), spec, mostBytes, target).run();
    }
}
