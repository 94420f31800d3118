package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.ObjectStore;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowOptions;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.model.SmallDetector;
import io.sightline.store.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client and a real MLflow, whose files are in a folder, and in S3 behind it and beside it. Needs Python. */
@Tag("slow")
@ExtendWith({TestStack.class, RunningMlflow.class})
class MlflowIT {
    private static final String ALIAS = "champion";
    private static final ArtifactPath GRAPH = new ArtifactPath("graph.onnx");

    private final MlflowServer server;
    private final DataScientist scientist;
    private final MlflowClient client;
    private final Path folder;

    MlflowIT(MlflowServer server, @TempDir Path folder) {
        this.server = server;
        this.scientist = DataScientist.at(server);
        this.client = Artifacts.client(server);
        this.folder = folder;
    }

    @Test
    void readsWhatWasRegisteredThroughMlflow() throws Exception {
        readsWhatWasRegistered(server, "in-folder");
    }

    @Test
    void readsWhatWasRegisteredInS3ThroughMlflow(DevStack stack) throws Exception {
        var options = MlflowOptions.inProxiedStore(stack.isolate("mlflow-proxied"));
        try (var proxied = MlflowServer.start(options, System.out::println)) {
            readsWhatWasRegistered(proxied, "in-proxied-store");
            refusesAFileThatIsGoneFromS3(proxied);
        }
    }

    @Test
    void saysWhereInS3AVersionIs(DevStack stack) throws Exception {
        var settings = stack.isolate("mlflow-store");
        try (var direct = MlflowServer.start(MlflowOptions.inStore(settings), System.out::println)) {
            // Given
            var source = Artifacts.write(folder.resolve("source"), 1);
            var number = DataScientist.at(direct).register("in-store", source);
            var version = Artifacts.client(direct).version("in-store", number);
            // When
            var place = (ArtifactUri.S3) Artifacts.client(direct).artifacts(version);
            // Then
            var store = new ObjectStore(StoreAddress.of(settings).client(), place.bucket(), new FailureClassifier());
            var hashes = new TreeMap<String, Object>();
            store.visit(
                    place.prefix() + "/",
                    100,
                    page -> page.forEach(object -> hashes.put(
                            object.key().substring(place.prefix().length() + 1),
                            store.content(object.key()).hash())));
            assertThat(hashes).isEqualTo(Artifacts.hashes(source));
            readsOneFileByItsVersion(direct, version);
            handsNothingOutItself(direct, place);
        }
    }

    @Test
    void seesAnAliasMoveAndGo() throws Exception {
        // Given
        var source = SmallDetector.in(folder.resolve("detector")).resolve("1");
        var first = scientist.register("moved", source);
        var second = scientist.register("moved", source);
        // When, then
        assertThat(client.model("moved").aliases()).isEmpty();
        assertThat(Artifacts.model(client, client.version("moved", first), folder.resolve("target"))
                        .data())
                .isEqualTo(new ArtifactPath("model.onnx"));
        for (var version : List.of(first, second, first)) {
            scientist.setAlias("moved", ALIAS, version);
            assertThat(client.model("moved").aliases()).containsExactly(Map.entry(ALIAS, version));
        }
        scientist.deleteAlias("moved", ALIAS);
        assertThat(client.model("moved").aliases()).isEmpty();
    }

    @Test
    void tellsAModelThatWasMadeAnewByWhatItHolds() throws Exception {
        // Given
        var number = scientist.register("anew", Artifacts.write(folder.resolve("a"), 1));
        var before = client.version("anew", number);
        var hashes = Artifacts.download(client, before, folder.resolve("before"));
        // When
        scientist.delete("anew");
        assertThatThrownBy(() -> client.model("anew")).satisfies(is(FailureCode.NOT_FOUND));
        assertThatThrownBy(() -> client.version("anew", number)).satisfies(is(FailureCode.NOT_FOUND));
        assertThatThrownBy(() -> client.artifacts(before)).satisfies(is(FailureCode.NOT_FOUND));
        var again = scientist.register("anew", Artifacts.write(folder.resolve("b"), 2));
        // Then
        var after = client.version("anew", again);
        assertThat(again).isEqualTo(number);
        assertThat(after.source()).isNotEqualTo(before.source());
        assertThat(Artifacts.download(client, after, folder.resolve("after")).get(GRAPH.path()))
                .isNotEqualTo(hashes.get(GRAPH.path()));
    }

    @Test
    void seesBytesThatChangeUnderAVersion() throws Exception {
        // Given
        var number = scientist.register("changed", Artifacts.write(folder.resolve("source"), 1));
        var version = client.version("changed", number);
        var before = Artifacts.download(client, version, folder.resolve("before"));
        var artifacts = client.artifacts(Artifacts.LIMITS);
        var place = (ArtifactUri.Proxied) client.artifacts(version);
        var listed = artifacts.list(place).stream()
                .filter(file -> file.path().equals(GRAPH))
                .findFirst()
                .orElseThrow();
        // When
        scientist.overwrite("changed", number, GRAPH.path(), Artifacts.bytes(300, 2));
        // Then
        assertThat(client.version("changed", number)).isEqualTo(version);
        assertThat(artifacts.download(place, listed, folder.resolve("after")).hash())
                .isNotEqualTo(before.get(GRAPH.path()));
        for (var length : List.of(299, 301)) {
            scientist.overwrite("changed", number, GRAPH.path(), Artifacts.bytes(length, 3));
            assertThatThrownBy(() -> artifacts.download(place, listed, folder.resolve("other")))
                    .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                    .hasMessageContaining("of which its listing says 300");
        }
    }

    @Test
    void saysThatFilesAreGone() throws Exception {
        // Given
        var number = scientist.register("lost", Artifacts.write(folder.resolve("source"), 1));
        var place = (ArtifactUri.Proxied) client.artifacts(client.version("lost", number));
        var artifacts = client.artifacts(Artifacts.LIMITS);
        var listed = artifacts.list(place);
        // When
        for (var file : listed) {
            scientist.remove("lost", number, file.path().path());
        }
        // Then
        assertThatThrownBy(() -> artifacts.download(place, listed.get(0), folder.resolve("target")))
                .satisfies(is(FailureCode.NOT_FOUND));
        assertThatThrownBy(() -> artifacts.list(new ArtifactUri.Proxied(place.path() + "/nothing")))
                .satisfies(is(FailureCode.NOT_FOUND));
        assertThatThrownBy(() -> artifacts.list(place)).satisfies(is(FailureCode.NOT_FOUND));
    }

    @Test
    void findsTheModelsThatAreToBeServed() throws Exception {
        // Given
        var source = Artifacts.write(folder.resolve("source"), 1);
        for (var name : List.of("served-1", "served-2", "unserved", "greeting")) {
            scientist.register(name, source);
        }
        scientist.serve("served-1");
        scientist.serve("served-2");
        scientist.tagModel("unserved", MlflowClient.SERVE, "false");
        scientist.serve("greeting");
        scientist.tagModel("greeting", "mlflow.prompt.is_prompt", "true");
        scientist.setAlias("served-2", ALIAS, "1");
        // When
        var served = client.served();
        // Then
        assertThat(served.stream().map(RegisteredModel::name)).containsExactlyInAnyOrder("served-1", "served-2");
        assertThat(served).filteredOn(model -> !model.aliases().isEmpty()).hasSize(1);
    }

    @Test
    void writesTagsThatADataScientistReads() throws Exception {
        // Given
        var number = scientist.register("tagged", Artifacts.write(folder.resolve("source"), 1));
        scientist.tag("tagged", number, "validation_status", "approved");
        // When
        client.setTag("tagged", number, "sightline.test.status", "SERVING");
        client.setTag("tagged", number, "sightline.test.status", "SUPERSEDED");
        client.setTag("tagged", number, "sightline.test.reason", "mAP 0,5 < 0,6 äöü");
        client.deleteTag("tagged", number, "validation_status");
        client.deleteTag("tagged", number, "validation_status");
        // Then
        assertThat(scientist.tags("tagged", number))
                .containsOnly(
                        Map.entry("sightline.test.status", "SUPERSEDED"),
                        Map.entry("sightline.test.reason", "mAP 0,5 < 0,6 äöü"));
        assertThat(client.version("tagged", number).tags()).isEqualTo(scientist.tags("tagged", number));
        assertThatThrownBy(() -> client.setTag("tagged", "9", "key", "value")).satisfies(is(FailureCode.NOT_FOUND));
    }

    private void readsWhatWasRegistered(MlflowServer mlflow, String name) throws Exception {
        // Given
        var registrar = DataScientist.at(mlflow);
        var source = Artifacts.write(folder.resolve("source"), 1);
        var number = registrar.register(name, source);
        registrar.setAlias(name, ALIAS, number);
        var reader = Artifacts.client(mlflow);
        // When
        var version = reader.version(name, number);
        var target = folder.resolve("target");
        var read = Artifacts.download(reader, version, target);
        // Then
        assertThat(version.aliases()).containsExactly(ALIAS);
        assertThat(version.isReady()).isTrue();
        assertThat(reader.model(name).aliases()).containsExactly(Map.entry(ALIAS, number));
        assertThat(read).isEqualTo(Artifacts.hashes(source)).isEqualTo(Artifacts.hashes(target));
        var described = MlModel.parse(Files.readAllBytes(target.resolve(MlModel.NAME)));
        assertThat(target.resolve(described.data().path())).hasSameBinaryContentAs(source.resolve(GRAPH.path()));
        readsOneFileByItsVersion(mlflow, version);
    }

    /** Whatever MLflow can read itself. */
    private void readsOneFileByItsVersion(MlflowServer mlflow, ModelVersion version) {
        var artifacts = Artifacts.client(mlflow).artifacts(Artifacts.LIMITS);

        var stored = artifacts.download(version, GRAPH, folder.resolve("by-version"));

        assertThat(stored.file()).hasBinaryContent(Artifacts.bytes(300, 1));
    }

    private void refusesAFileThatIsGoneFromS3(MlflowServer proxied) throws Exception {
        // Given
        var reader = Artifacts.client(proxied);
        var place = (ArtifactUri.Proxied) reader.artifacts(reader.version("in-proxied-store", "1"));
        var artifacts = reader.artifacts(Artifacts.LIMITS);
        var listed = artifacts.list(place);
        // When
        DataScientist.at(proxied)
                .remove("in-proxied-store", "1", listed.get(0).path().path());
        // Then: to MLflow it is a fault of its own, so the next listing has to tell
        assertThatThrownBy(() -> artifacts.download(place, listed.get(0), folder.resolve("gone")))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
        assertThat(artifacts.list(place)).isEqualTo(listed.subList(1, listed.size()));
        assertThatThrownBy(() -> artifacts.list(new ArtifactUri.Proxied(place.path() + "/nothing")))
                .satisfies(is(FailureCode.NOT_FOUND));
    }

    private static void handsNothingOutItself(MlflowServer direct, ArtifactUri.S3 place) {
        var artifacts = Artifacts.client(direct).artifacts(Artifacts.LIMITS);

        assertThatThrownBy(() -> artifacts.list(new ArtifactUri.Proxied(place.prefix())))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining("answers 503");
    }

    static Consumer<Throwable> is(FailureCode code) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        Failure.class, known -> assertThat(known.code()).isEqualTo(code));
    }
}
