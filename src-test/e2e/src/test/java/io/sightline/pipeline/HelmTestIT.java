package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code helm test} runs in its pod, against a process with all stages. */
@ExtendWith(TestStack.class)
class HelmTestIT {
    private static final Path SOURCE = Path.of("..", "..", "helm", "test", "SendFrame.java");

    private final Map<String, String> settings;

    HelmTestIT(DevStack stack) {
        this.settings = stack.isolate("helm-test");
    }

    @Test
    void sendsAPictureThroughAndFindsWhatWasDetected() throws Exception {
        try (var runtime = RuntimeProcess.start("helm-test", settings).awaitReady()) {
            // When
            var sent = send(runtime, "dev-only");
            // Then
            assertThat(sent.output())
                    .contains("Keycloak gave a token", " was received", " was inferred")
                    .containsPattern("[1-9]\\d* detections of it are stored");
            assertThat(sent.status()).isZero();

            var refused = send(runtime, "not-that");
            assertThat(refused.output()).contains("answered with 401, and 200 was expected");
            assertThat(refused.status()).isEqualTo(1);
        }
    }

    private Run send(RuntimeProcess runtime, String secret) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-Xmx128m", SOURCE.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "API",
                        runtime.api().toString(),
                        "TOKENS",
                        settings.get("sightline.keycloak.server-url")
                                + "/realms/sightline/protocol/openid-connect/token",
                        "CLIENT_ID",
                        "sightline-dev",
                        "CLIENT_SECRET",
                        secret,
                        "TIMEOUT_SECONDS",
                        "300"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int status, String output) {}
}
