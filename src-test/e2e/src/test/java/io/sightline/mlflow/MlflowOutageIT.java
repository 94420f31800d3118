package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowIT.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.MlflowServer;
import io.sightline.failure.FailureCode;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real MLflow that goes away. Needs Python. */
@Tag("slow")
@ExtendWith(RunningMlflow.class)
class MlflowOutageIT {
    private static final ArtifactPath WEIGHTS = new ArtifactPath("weights.data");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MlflowServer server;
    private final Path folder;

    MlflowOutageIT(MlflowServer server, @TempDir Path folder) {
        this.server = server;
        this.folder = folder;
    }

    @Test
    void keepsNothingOfAFileWhoseServerDiesInTheMiddleAndReadsItLater() throws Exception {
        // Given: a slow way to it
        var number = DataScientist.at(server).register("killed", Artifacts.write(folder.resolve("source"), 1));
        var address = URI.create(server.url());
        try (var slow = FaultProxy.before("localhost", address.getPort())) {
            var client = Artifacts.client("http://" + slow.address(), MlflowLogin.none());
            var place = (ArtifactUri.Proxied) client.artifacts(client.version("killed", number));
            var artifacts = client.artifacts(Artifacts.LIMITS);
            var file = artifacts.list(place).stream()
                    .filter(listed -> listed.path().equals(WEIGHTS))
                    .findFirst()
                    .orElseThrow();
            slow.begin(new Fault.Delay(Duration.ofMillis(100)));
            var target = folder.resolve("target");
            var download = CompletableFuture.supplyAsync(() -> artifacts.download(place, file, target));
            await().atMost(PATIENCE).until(() -> size(WEIGHTS.in(target)) > 0);
            // When
            server.kill();
            try {
                slow.begin(new Fault.Cut());
                // Then
                assertThatThrownBy(download::join).cause().satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
                assertThat(target).isEmptyDirectory();
                slow.heal();
                assertThatThrownBy(() -> client.model("killed")).satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
            } finally {
                // Other tests have the same one.
                server.restart();
            }
            assertThat(Artifacts.download(client, client.version("killed", number), target))
                    .isEqualTo(Artifacts.hashes(folder.resolve("source")));
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
