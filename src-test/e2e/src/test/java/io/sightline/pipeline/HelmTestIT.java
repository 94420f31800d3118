package io.sightline.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code helm test} runs in its pod, against a process with all stages that is set as the chart sets it: two files
 * of properties, and logins in the environment.
 */
@Tag("slow")
@ExtendWith(TestStack.class)
class HelmTestIT {
    private static final Map<String, String> LOGINS = Map.of(
            "SPRING_DATASOURCE_USERNAME", "spring.datasource.username",
            "SPRING_DATASOURCE_PASSWORD", "spring.datasource.password",
            "CAMEL_COMPONENT_MINIO_ACCESS_KEY", "camel.component.minio.access-key",
            "CAMEL_COMPONENT_MINIO_SECRET_KEY", "camel.component.minio.secret-key");
    private static final Path SOURCE = Path.of("..", "..", "helm", "test", "SendFrame.java");

    private final Map<String, String> settings;

    HelmTestIT(DevStack stack) {
        this.settings = stack.isolate("helm-test");
    }

    @Test
    void sendsAPictureThroughAndFindsWhatWasDetected(@TempDir Path folder) throws Exception {
        // Given
        try (var runtime = RuntimeProcess.startIn(environment(folder), "helm-test", Map.of())
                .awaitReady()) {
            // When
            var sent = send(runtime, "dev-only");
            // Then
            assertThat(sent.output())
                    .contains("Keycloak gave a token", " was received", " was inferred")
                    .containsPattern("[1-9]\\d* detections of it are stored");
            assertThat(sent.status()).isZero();

            var refused = send(runtime, "not-that");
            assertThat(refused.output())
                    .contains("/protocol/openid-connect/token answered with 401, and 200 was expected");
            assertThat(refused.status()).isEqualTo(1);
        }
    }

    private Map<String, String> environment(Path folder) throws IOException {
        var properties = new TreeMap<>(settings);
        var environment = new TreeMap<String, String>();
        LOGINS.forEach((name, property) -> environment.put(name, requireNonNull(properties.remove(property))));
        var common = Files.write(
                folder.resolve("application.yaml"),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'")
                        .toList());
        var own = Files.writeString(folder.resolve("workload.yaml"), "sightline.stages: ingest,detect,sink,api\n");
        environment.put("SPRING_CONFIG_ADDITIONAL_LOCATION", common + "," + own);
        return environment;
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
