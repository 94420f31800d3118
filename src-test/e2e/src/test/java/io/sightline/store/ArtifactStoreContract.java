package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactStore;
import io.sightline.failure.Dependency;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store must do for the files of models to be safe in it. */
@SuppressWarnings("NullAway.Init")
abstract class ArtifactStoreContract {
    /** What is read in one piece at most. */
    private static final int PIECE = 16 << 20;

    private final StoreAddress address;
    private final MinioClient client;
    private Path source;
    private Path target;
    private Artifact artifact;

    ArtifactStoreContract(StoreAddress address) {
        this.address = address;
        this.client = address.client();
    }

    @BeforeEach
    void makeAnotherVersion(@TempDir Path folder) throws IOException {
        source = Files.createDirectories(folder.resolve("source"));
        target = Files.createDirectories(folder.resolve("target"));
        write("model.onnx", ("model " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        write("deep/er/a b+ü.data", new byte[] {1, 2, 3});
        write("empty", new byte[0]);
    }

    @Test
    void whatWasPutIsFetchedFileByFile() throws IOException {
        var claims = store().put(artifact, source);

        store().fetch(artifact, target, () -> true);

        assertThat(Artifact.of(target)).isEqualTo(artifact);
        assertThat(claims).isEqualTo(artifact.claims(address.bucket()));
    }

    @Test
    void aFileOfSeveralPiecesIsFetchedWhole() throws IOException {
        for (var size : List.of(PIECE, PIECE + 1, 2 * PIECE)) {
            var bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            write("model.onnx", bytes);
            store().put(artifact, source);

            store().fetch(artifact, Files.createDirectories(target.resolve("of-" + size)), () -> true);

            assertThat(Artifact.of(target.resolve("of-" + size))).isEqualTo(artifact);
        }
    }

    @Test
    void filesThatAreThereAreNotReplaced() throws IOException {
        store().put(artifact, source);
        List<String> sent = new CopyOnWriteArrayList<>();

        store(chain -> {
                    sent.add(chain.request().method() + (Fault.isConditional(chain.request()) ? " if absent" : ""));
                    return chain.proceed(chain.request());
                })
                .put(artifact, source);

        assertThat(sent)
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSize(3)
                .containsOnly("PUT if absent");
        store().fetch(artifact, target, () -> true);
    }

    @Test
    void aStoreThatKnowsNoConditionsIsAskedAndToldToPutAnyway() throws IOException {
        var store = store(Fault.knowsNo(Fault::isConditional));

        store.put(artifact, source);
        store.put(artifact, source);

        store.fetch(artifact, target, () -> true);
        assertThat(Artifact.of(target)).isEqualTo(artifact);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void otherBytesAreNeverUsedAndAreReplacedWhenTheRightOnesCome(int longer) throws Exception {
        store().put(artifact, source);
        var size = (int) Files.size(source.resolve("model.onnx")) + longer;
        overwrite(new byte[size]);

        fails(store(), FailureCode.CLAIM_CORRUPT, "model.onnx");
        store().put(artifact, source);
        store().fetch(artifact, Files.createDirectories(target.resolve("mended")), () -> true);
    }

    /** Read in pieces, it has no length of its own that could tell. */
    @ParameterizedTest
    @ValueSource(ints = {-PIECE - 1, -PIECE, -1, 0, 1})
    void otherBytesOfALongFileAreNeverUsed(int longer) throws Exception {
        var bytes = new byte[2 * PIECE];
        bytes[0] = 1;
        write("model.onnx", bytes);
        store().put(artifact, source);
        overwrite(new byte[2 * PIECE + longer]);

        fails(store(), FailureCode.CLAIM_CORRUPT, "model.onnx");
    }

    @Test
    void aFolderThatHasChangedIsNotPut() throws IOException {
        Files.write(source.resolve("model.onnx"), new byte[] {9});

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> store().put(artifact, source))
                .withMessageContaining("no longer holds artifact " + artifact.sha256());
    }

    @Test
    void aFileThatIsGoneIsMissing() throws Exception {
        store().put(artifact, source);
        client.removeObject(RemoveObjectArgs.builder()
                .bucket(address.bucket())
                .object(key())
                .build());

        fails(store(), FailureCode.CLAIM_MISSING, key());
    }

    @Test
    void anOutageIsNoMissingFile() {
        store().put(artifact, source);

        var failure = fails(store(Fault.unavailable(this::isAboutTheModel)), FailureCode.DEPENDENCY_UNAVAILABLE, "");
        assertThat(((TransientFailure) failure).dependency()).hasValue(Dependency.S3);
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(
                        () -> store(Fault.unavailable(this::isAboutTheModel)).put(artifact, source));
    }

    @Test
    void aPutWhoseAnswerIsLostSucceedsWhenItIsTriedAgain() throws IOException {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(
                        () -> store(Fault.losesTheAnswer(Fault::isConditional)).put(artifact, source));

        store().put(artifact, source);

        store().fetch(artifact, target, () -> true);
    }

    @Test
    void aFetchEndsWhenItIsNotWantedAnyMore() throws IOException {
        write("model.onnx", new byte[2 * PIECE]);
        store().put(artifact, source);
        var asked = new AtomicInteger();

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> store().fetch(artifact, target, () -> asked.incrementAndGet() < 10))
                .withMessageContaining("not wanted");
        assertThat(asked).hasValue(10);
        assertThat(target.resolve("model.onnx").toFile().length()).isLessThan(PIECE);
    }

    /** The disk is no store: no gate is to be closed for it. */
    @Test
    void aDiskThatFailsIsNoOutage() throws IOException {
        store().put(artifact, source);
        Files.createFile(target.resolve("deep"));

        fails(store(), FailureCode.UNEXPECTED_FAILURE, "sightline.artifacts.cache");
    }

    private Failure fails(ArtifactStore store, FailureCode code, String named) {
        var failures = new CopyOnWriteArrayList<Failure>();
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> store.fetch(artifact, target, () -> true))
                .withMessageContaining(named)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failures::add);
        return failures.get(0);
    }

    private boolean isAboutTheModel(Request request) {
        return request.url().encodedPath().endsWith("/model.onnx");
    }

    private String key() {
        return "models/" + artifact.sha256() + "/model.onnx";
    }

    private void overwrite(byte[] other) throws Exception {
        try (var present = client.getObject(
                GetObjectArgs.builder().bucket(address.bucket()).object(key()).build())) {
            assertThat(present).isNotNull();
        }
        client.putObject(PutObjectArgs.builder().bucket(address.bucket()).object(key()).stream(
                        new ByteArrayInputStream(other), other.length, -1)
                .build());
    }

    private void write(String path, byte[] bytes) throws IOException {
        var file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        artifact = Artifact.of(source);
    }

    private ArtifactStore store(Interceptor... faults) {
        return new ArtifactStore(address.client(faults), address.bucket(), new FailureClassifier());
    }
}
