package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowClientTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long files are waited for that come late, by and by, or not at all. */
class SlowFilesTest {
    private static final ArtifactLimits LIMITS = new ArtifactLimits(10, 1 << 20);
    private static final ArtifactUri.Proxied FOLDER = new ArtifactUri.Proxied("1/run/artifacts/model");
    private static final ArtifactFile FILE = new ArtifactFile(new ArtifactPath("sub/a b.onnx"), 5);

    private final StandIn server = new StandIn();
    private final Path target;

    SlowFilesTest(@TempDir Path target) {
        this.target = target;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Each wait brings something, and all of them next to nothing: it would take days. */
    @Test
    @Timeout(60)
    void keepsNoFileThatTrickles() {
        server.thenTrickle("application/octet-stream", 1 << 20);

        var impatient =
                server.client(MlflowLogin.none(), Duration.ofMillis(200)).artifacts(LIMITS);

        assertThatThrownBy(() -> impatient.download(FOLDER, new ArtifactFile(FILE.path(), 1 << 20), target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining("more slowly than 131072 bytes a second");
        assertThat(target.resolve(FILE.path().path())).doesNotExist();
    }

    @Test
    void keepsNoFileThatStandsStill() {
        // Given
        server.thenSilence("application/octet-stream", "gra".getBytes(StandardCharsets.UTF_8));
        var impatient =
                server.client(MlflowLogin.none(), Duration.ofMillis(200)).artifacts(LIMITS);
        // When, then
        assertThatThrownBy(() -> impatient.download(FOLDER, FILE, target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining("within 200 ms");
        assertThat(target.resolve("sub")).isEmptyDirectory();
    }

    /** MLflow fetches the whole of a file from its store before it sends a byte of it. */
    @Test
    @Timeout(60)
    void waitsForTheBeginningOfAFileAsLongAsItsSizeTakes() {
        var weights = new byte[32 << 20];
        server.thenLate(Duration.ofMillis(1200), "application/octet-stream", weights);
        var impatient =
                server.client(MlflowLogin.none(), Duration.ofMillis(500)).artifacts(LIMITS);

        var stored = impatient.download(FOLDER, new ArtifactFile(FILE.path(), weights.length), target);

        assertThat(stored.hash()).isEqualTo(Sha256.of(weights));
    }

    @Test
    @Timeout(60)
    void waitsNoLongerThanThat() {
        server.thenLate(Duration.ofSeconds(10), "application/octet-stream", new byte[0]);
        var impatient =
                server.client(MlflowLogin.none(), Duration.ofMillis(200)).artifacts(LIMITS);

        // 200 ms, and as long as a fifth of 16 MiB may take
        assertThatThrownBy(() -> impatient.download(FOLDER, new ArtifactFile(FILE.path(), (16 << 20) / 5 + 1), target))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining("within 400 ms")
                .hasMessageContaining("sightline.mlflow.timeout");
    }
}
