package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.artifact.Artifact;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.ModelFolder;
import io.sightline.lifecycle.Sighting.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySourceTest {
    private Path target;
    private ModelFolder model;
    private DirectorySource source;

    @BeforeEach
    void use(@TempDir Path folder) throws IOException {
        target = Files.createDirectories(folder.resolve("target"));
        model = new ModelFolder(Files.createDirectories(folder.resolve("tiny")));
        source = new DirectorySource(model.directory(), 1000);
    }

    @Test
    void offersTheHighestVersionThatIsComplete() {
        model.with("2/model.onnx", "two")
                .with("10/model.onnx", "ten")
                .with("11/model.onnx.part", "half")
                .with("next/model.onnx", "no number");

        var champion = source.look().champion().orElseThrow();

        assertThat(champion.version()).isEqualTo("10");
        assertThat(champion.alias()).contains("champion");
        assertThat(champion.name()).isEqualTo("tiny");
        assertThat(source.look().challenger()).isEmpty();
    }

    @Test
    void saysThatThereIsNoVersionAndWhereItWouldBe() {
        assertThat(source.look().absence()).hasValueSatisfying(absence -> {
            assertThat(absence.kind()).isEqualTo(Kind.NO_VERSION);
            assertThat(absence.message()).contains(model.path().toString(), "1/model.onnx");
        });
    }

    @Test
    void aFolderThatIsNotThereSaysNothing() throws IOException {
        Files.delete(model.path());

        assertThatExceptionOfType(PermanentFailure.class).isThrownBy(source::look);
    }

    @Test
    void findsAVersionByItsNumber() {
        model.with("1/model.onnx", "one").with("2/model.onnx", "two").with("3/note.txt", "none");

        assertThat(source.version("1").map(Candidate::version)).contains("1");
        assertThat(source.version("3")).isEmpty();
        assertThat(source.version("../1")).isEmpty();
    }

    @Test
    void namesTheFilesByTheirHashWithoutReadingThemAgain() throws IOException {
        model.with("1/model.onnx", "one").with("1/detector.yaml", "family: dbnet");
        var before = source.look().champion().orElseThrow().sha256();
        assertThat(before).contains(Artifact.of(model.path().resolve("1")).sha256());
        // When the bytes change and nothing tells
        var file = model.path().resolve("1/model.onnx");
        var time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        assertThat(source.look().champion().orElseThrow().sha256()).isEqualTo(before);
        // And when something does
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1000));
        assertThat(source.look().champion().orElseThrow().sha256())
                .contains(Artifact.of(model.path().resolve("1")).sha256())
                .isNotEqualTo(before);
    }

    @Test
    void bringsAllFilesOfAVersion() throws IOException {
        model.with("1/model.onnx", "one").with("1/weights/part.data", "data").with("1/.hidden", "no");

        var fetched = source.fetch(source.look().champion().orElseThrow(), target);

        assertThat(fetched).isInstanceOf(Fetched.Files.class);
        assertThat(Artifact.of(target)).isEqualTo(Artifact.of(model.path().resolve("1")));
        assertThat(target.resolve(".hidden")).doesNotExist();
    }

    @Test
    void aVersionThatIsTooLargeIsNotCopied() {
        model.with("1/model.onnx", new byte[600]).with("1/weights.data", new byte[401]);

        var fetched = source.fetch(source.look().champion().orElseThrow(), target);

        assertThat(fetched).isInstanceOfSatisfying(Fetched.Unusable.class, unusable -> {
            assertThat(unusable.rejection().reason()).isEqualTo(RejectionReason.TOO_LARGE);
            assertThat(unusable.rejection().message())
                    .contains("1001 bytes", "sightline.artifacts.cache-limit", "1000");
        });
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aFileThatIsTooLargeIsNotReadEither() throws IOException {
        model.with("1/model.onnx", "");
        // When it could not be read in years
        try (var file =
                new RandomAccessFile(model.path().resolve("1/model.onnx").toFile(), "rw")) {
            file.setLength(1L << 43);
        }
        // Then
        var champion = source.look().champion().orElseThrow();
        assertThat(champion.sha256()).isEmpty();
        assertThat(refused(champion).reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(refused(champion).message()).contains("8796093022208 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"detector.yaml", "weights/part.data"})
    void aLinkOutOfTheFolderIsNotFollowed(String file) throws IOException {
        var secret = Files.writeString(target.resolveSibling("secret"), "nobody's business");
        model.with("1/model.onnx", "one").with("1/weights/note.txt", "a");
        Files.createSymbolicLink(model.path().resolve("1").resolve(file), secret);

        var champion = source.look().champion().orElseThrow();

        assertThat(champion.sha256()).isEmpty();
        assertThat(refused(champion).reason()).isEqualTo(RejectionReason.UNUSABLE);
        assertThat(refused(champion).message())
                .contains(file, "a link", model.path().toString(), "put the file itself there")
                .doesNotContain(secret.toString());
        assertThat(target).isEmptyDirectory();
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(model.directory()::newest)
                .withMessageContaining("is a link");
    }

    @Test
    void aVersionThatIsALinkOutOfTheFolderIsNotFollowed() throws IOException {
        var elsewhere = new ModelFolder(target.resolveSibling("elsewhere")).with("model.onnx", "one");
        Files.createSymbolicLink(model.path().resolve("1"), elsewhere.path());

        assertThat(refused(source.look().champion().orElseThrow()).message()).contains("model.onnx is a link");
    }

    /** As Kubernetes mounts a ConfigMap. */
    @Test
    void linksWithinTheFolderAreFollowed() throws IOException {
        model.with("..2026_11_27/1/model.onnx", "one").with("..2026_11_27/2/model.onnx", "two");
        Files.createSymbolicLink(model.path().resolve("..data"), Path.of("..2026_11_27"));
        Files.createSymbolicLink(model.path().resolve("1"), Path.of("..data/1"));
        Files.createDirectory(model.path().resolve("2"));
        Files.createSymbolicLink(model.path().resolve("2/model.onnx"), Path.of("../..data/2/model.onnx"));

        for (var version : List.of("1", "2")) {
            var expected = Artifact.of(model.path().resolve("..2026_11_27").resolve(version));
            var folder = Files.createDirectory(target.resolve(version));
            assertThat(source.fetch(source.version(version).orElseThrow(), folder))
                    .isInstanceOf(Fetched.Files.class);
            assertThat(Artifact.of(folder)).isEqualTo(expected);
            assertThat(model.directory().files(version).version().sha256()).isEqualTo(expected.sha256());
        }
    }

    @Test
    void tellsNobodyAnything() {
        source.tell(new VersionTags("test"), Map.of("1", new VersionTags.Wanted("", Map.of())));

        assertThat(model.path()).isEmptyDirectory();
    }

    private Rejection refused(Candidate candidate) {
        assertThat(source.fetch(candidate, target)).isInstanceOf(Fetched.Unusable.class);
        return ((Fetched.Unusable) source.fetch(candidate, target)).rejection();
    }
}
