package io.sightline.devstack;

import io.sightline.devstack.MlflowOptions.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The server of MLflow, with webhooks to this machine. */
final class MlflowProcess implements AutoCloseable {
    static final String NAME = "mlflow";
    /** Thirty-two bytes in Base64. What it protects are the secrets of webhooks of this machine. */
    private static final String WEBHOOK_KEY = "c2lnaHRsaW5lLWRldi1vbmx5LTAwMDAwMDAwMDAwMDA=";

    private final ServerProcess process;
    private final Http http;
    private final String address;

    private MlflowProcess(ServerProcess process, Http http, String address) {
        this.process = process;
        this.http = http;
        this.address = address;
    }

    /** @param data folder of a stack or of this server alone */
    static MlflowProcess start(MlflowInstallation installation, MlflowOptions options, Path data, int port, Http http) {
        var folder = data.resolve(NAME);
        var arguments =
                new ArrayList<>(List.of("server", "--host", options.number(), "--port", Integer.toString(port)));
        arguments.addAll(List.of("--workers", "1", "--backend-store-uri", "sqlite:///" + folder.resolve("mlflow.db")));
        arguments.addAll(artifacts(options, folder));
        if (!options.isLoopback()) {
            // Others know this machine by names of their own. On a laptop, MLflow's list keeps pages of browsers out.
            arguments.addAll(List.of("--allowed-hosts", "*"));
        }
        var environment = environment(options);
        environment.put("TMPDIR", data.resolve("tmp").toString());
        try {
            Files.createDirectories(folder);
            if (options.login()) {
                arguments.addAll(List.of("--app-name", "basic-auth"));
                environment.put("MLFLOW_AUTH_CONFIG_PATH", logins(folder).toString());
                environment.put("MLFLOW_FLASK_SERVER_SECRET_KEY", MlflowOptions.PASSWORD);
            }
        } catch (IOException failure) {
            throw new DevStackException("MLflow's folder " + folder + " cannot be used: " + failure, failure);
        }
        var command = installation.command(data, environment, arguments);
        return new MlflowProcess(
                ServerProcess.start("MLflow", data, NAME, command), http, "http://" + options.address() + ":" + port);
    }

    void awaitReady() {
        http.awaitAnswer(process, address + "/health", Duration.ofMinutes(3));
    }

    String address() {
        return address;
    }

    /** Ends all of its processes at once. */
    void kill() {
        process.killWithDescendants();
    }

    @Override
    public void close() {
        process.stop();
    }

    static Path files(Path folder) {
        return folder.resolve("artifacts");
    }

    private static List<String> artifacts(MlflowOptions options, Path folder) {
        if (options.artifacts() == Artifacts.FOLDER) {
            return List.of(
                    "--serve-artifacts",
                    "--artifacts-destination",
                    files(folder).toString());
        }
        var root = "s3://" + options.setting("sightline.s3.bucket") + "/mlflow";
        return options.artifacts() == Artifacts.STORE
                ? List.of("--no-serve-artifacts", "--default-artifact-root", root)
                : List.of("--serve-artifacts", "--artifacts-destination", root);
    }

    private static Map<String, String> environment(MlflowOptions options) {
        var environment = new LinkedHashMap<>(Map.of(
                "DO_NOT_TRACK", "true",
                "GIT_PYTHON_REFRESH", "quiet",
                "MLFLOW_DISABLE_TELEMETRY", "true",
                // Eight more processes and a gigabyte otherwise.
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                "MLFLOW_WEBHOOK_ALLOWED_SCHEMES", "http,https",
                "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS", "true",
                // A new webhook is silent for a minute otherwise.
                "MLFLOW_WEBHOOK_CACHE_TTL", "1",
                "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY", WEBHOOK_KEY));
        if (options.artifacts() != Artifacts.FOLDER) {
            environment.put("MLFLOW_S3_ENDPOINT_URL", options.setting("camel.component.minio.endpoint"));
            environment.put("AWS_ACCESS_KEY_ID", options.setting("camel.component.minio.access-key"));
            environment.put("AWS_SECRET_ACCESS_KEY", options.setting("camel.component.minio.secret-key"));
            environment.put("AWS_DEFAULT_REGION", "us-east-1");
        }
        return environment;
    }

    private static Path logins(Path folder) throws IOException {
        return Files.writeString(folder.resolve("logins.ini"), """
                [mlflow]
                default_permission = READ
                database_uri = sqlite:///%s
                admin_username = %s
                admin_password = %s
                authorization_function = mlflow.server.auth:authenticate_request_basic_auth
                """.formatted(
                        folder.resolve("logins.db"), MlflowOptions.USER, MlflowOptions.PASSWORD));
    }
}
