package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowClientTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowArtifactsTest {
    private static final ArtifactLimits LIMITS = new ArtifactLimits(10, 1 << 20);
    private static final ArtifactUri.Proxied FOLDER = new ArtifactUri.Proxied("1/run/artifacts/model");
    private static final byte[] GRAPH = "graph".getBytes(StandardCharsets.UTF_8);
    private static final ArtifactFile FILE = new ArtifactFile(new ArtifactPath("sub/a b.onnx"), GRAPH.length);

    private final StandIn server = new StandIn();
    private final MlflowArtifacts artifacts = server.client().artifacts(LIMITS);
    private final Path target;

    MlflowArtifactsTest(@TempDir Path target) {
        this.target = target;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsTheFilesOfAllFolders() {
        // Given
        var recorded = Recorded.answer("listing");
        var folder = new ArtifactUri.Proxied(StandIn.decoded(recorded.request()).replaceFirst(".*path=", ""));
        server.then(recorded).then("listing-of-folder");
        // When
        var files = artifacts.list(folder);
        // Then
        assertThat(files)
                .containsExactly(
                        new ArtifactFile(new ArtifactPath("MLmodel"), 38),
                        new ArtifactFile(new ArtifactPath("extra/empty"), 0),
                        new ArtifactFile(new ArtifactPath("extra/ä b.data"), 7),
                        new ArtifactFile(new ArtifactPath("model.onnx"), 5));
        assertThat(server.requests())
                .containsExactly(
                        StandIn.decoded(recorded.request()),
                        StandIn.decoded(Recorded.answer("listing-of-folder").request()));
    }

    @Test
    void refusesAFolderWithoutFiles() {
        server.then("listing-missing");

        assertThatThrownBy(() -> artifacts.list(FOLDER))
                .satisfies(is(FailureCode.NOT_FOUND))
                .hasMessageContaining(FOLDER.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.onnx", "/etc/passwd", "a/../../b", "", ".", "a\\\\b", "a\\nb", "a//b"})
    void refusesAListingThatLeadsOutOfItsFolder(String path) {
        server.then(200, "application/json", listing(path, 1));

        assertThatThrownBy(() -> artifacts.list(FOLDER))
                .satisfies(is(path.isEmpty() ? FailureCode.DEPENDENCY_MISUNDERSTOOD : FailureCode.MODEL_UNUSABLE));
    }

    @Test
    void refusesMoreFilesThanItMayRead() {
        server.then(
                200,
                "application/json",
                IntStream.rangeClosed(0, LIMITS.files())
                        .mapToObj(i -> entry("file" + i, 1))
                        .collect(Collectors.joining(",", "{\"files\": [", "]}")));

        assertThatThrownBy(() -> artifacts.list(FOLDER))
                .satisfies(is(FailureCode.MODEL_UNUSABLE))
                .hasMessageContaining("more than 10 files and folders");
    }

    @Test
    void refusesFoldersWithoutEnd() {
        for (int i = 0; i <= LIMITS.files(); i++) {
            server.then(200, "application/json", "{\"files\": [{\"path\": \"f\", \"is_dir\": true}]}");
        }

        assertThatThrownBy(() -> artifacts.list(FOLDER)).satisfies(is(FailureCode.MODEL_UNUSABLE));
        assertThat(server.requests()).hasSize(LIMITS.files() + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1 << 20) + 1, Long.MAX_VALUE})
    void refusesMoreBytesThanItMayRead(long size) {
        server.then(200, "application/json", listing("model.onnx", size));

        assertThatThrownBy(() -> artifacts.list(FOLDER))
                .satisfies(is(FailureCode.MODEL_UNUSABLE))
                .hasMessageContaining("more than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"many\"", "null", "1e30"})
    void refusesASizeThatIsNone(String size) {
        server.then(
                200,
                "application/json",
                "{\"files\": [{\"path\": \"a\", \"is_dir\": false, \"file_size\": " + size + "}]}");

        assertThatThrownBy(() -> artifacts.list(FOLDER)).satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAFileWhoseLengthIsStatedOrNot(boolean inChunks) throws IOException {
        // Given
        reply(GRAPH, inChunks);
        // When
        var stored = artifacts.download(FOLDER, FILE, target);
        // Then
        assertThat(stored)
                .isEqualTo(new StoredArtifact(
                        FILE.path(), target.resolve("sub").resolve("a b.onnx"), GRAPH.length, Sha256.of(GRAPH)));
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(GRAPH);
        assertThat(server.requests())
                .containsExactly("GET /api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/model/sub/a b.onnx");
    }

    @Test
    void readsAnEmptyFile() {
        reply(new byte[0], true);

        var stored = artifacts.download(FOLDER, new ArtifactFile(FILE.path(), 0), target);

        assertThat(stored.hash()).isEqualTo(Sha256.of(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grap", "graph!"})
    void keepsNoFileOfAnotherSizeThanListed(String body) {
        // Given: the first with its length, the second without
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        for (var inChunks : List.of(false, true)) {
            reply(bytes, inChunks);
            // When, then
            assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target))
                    .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                    .hasMessageContaining("of which its listing says 5");
            assertThat(target.resolve("sub")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsNoFileThatIsCutOff(boolean inChunks) {
        server.thenCutOff("application/octet-stream", "gra".getBytes(StandardCharsets.UTF_8), inChunks);

        assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
        assertThat(target.resolve("sub")).isEmptyDirectory();
    }

    @Test
    void keepsNoLoginPage() {
        server.then(200, "text/html", "<htm>").then(200, "text/html", "<htm>");

        assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining("login page");
        assertThatThrownBy(() -> artifacts.download(version(), FILE.path(), target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
        assertThat(target.resolve("sub")).isEmptyDirectory();
    }

    @Test
    void writesOverNothing() throws IOException {
        reply(GRAPH, false);
        Files.createDirectories(target.resolve("sub"));
        Files.writeString(target.resolve("sub").resolve("a b.onnx"), "mine");

        assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target))
                .satisfies(is(FailureCode.UNEXPECTED_FAILURE))
                .hasMessageContaining("a b.onnx");
        assertThat(target.resolve("sub").resolve("a b.onnx")).hasContent("mine");
    }

    @Test
    void saysThatAFileIsGoneOrForbidden() {
        server.then("file-missing").then("unauthenticated-file");

        assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target)).satisfies(is(FailureCode.NOT_FOUND));
        assertThatThrownBy(() -> artifacts.download(FOLDER, FILE, target)).satisfies(is(FailureCode.DEPENDENCY_DENIES));
    }

    @Test
    void readsAFileByItsVersionAlone() {
        // Given
        var recorded = Recorded.answer("file-by-version");
        server.then(recorded).then("file-by-version-missing");
        var path = new ArtifactPath(MlModel.NAME);
        // When
        var stored = artifacts.download(version(), path, target);
        // Then
        assertThat(stored.file()).hasBinaryContent(recorded.bytes());
        assertThat(server.requests()).containsExactly(StandIn.decoded(recorded.request()));
        assertThatThrownBy(() -> artifacts.download(version(), new ArtifactPath("nothing"), target))
                .satisfies(is(FailureCode.NOT_FOUND));
    }

    @Test
    void keepsNoFileByVersionThatIsTooLongOrOfUnknownLength() {
        server.then(200, "application/octet-stream", new byte[(1 << 20) + 1])
                .thenInChunks(200, "application/octet-stream", GRAPH);

        assertThatThrownBy(() -> artifacts.download(version(), FILE.path(), target))
                .satisfies(is(FailureCode.MODEL_UNUSABLE))
                .hasMessageContaining("more than 1048576 bytes");
        assertThatThrownBy(() -> artifacts.download(version(), FILE.path(), target))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("does not tell its length");
        assertThat(target.resolve("sub")).isEmptyDirectory();
    }

    private void reply(byte[] body, boolean inChunks) {
        if (inChunks) {
            server.thenInChunks(200, "application/octet-stream", body);
        } else {
            server.then(200, "application/octet-stream", body);
        }
    }

    private static ModelVersion version() {
        return new ModelVersion("parcels", "1", "gs://somewhere", null, "READY", List.of(), Map.of());
    }

    private static String listing(String path, long size) {
        return "{\"files\": [" + entry(path, size) + "]}";
    }

    private static String entry(String path, long size) {
        return "{\"path\": \"" + path + "\", \"is_dir\": false, \"file_size\": " + size + "}";
    }
}
