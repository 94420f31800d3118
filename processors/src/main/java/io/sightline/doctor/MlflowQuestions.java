package io.sightline.doctor;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.RegisteredModel;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is asked of MLflow. */
public final class MlflowQuestions {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[\\w.+-]*");

    private final Supplier<MlflowClient> client;

    public MlflowQuestions(Supplier<MlflowClient> client) {
        this.client = client;
    }

    /** Whether its registry answers this login, and what it is; {@code web} reads the page that tells its version. */
    public Finding answers(Web web, URI address) throws IOException, InterruptedException {
        var served = client.get().served().size();
        var page = web.get(URI.create(address.toString().replaceFirst("/+$", "") + "/version"));
        var version = VERSION.matcher(page.body().strip());
        return Finding.ok(
                "mlflow",
                address + ", version " + (page.status() == 200 && version.matches() ? version.group() : "unknown")
                        + ", models with the tag " + MlflowClient.SERVE + " " + served);
    }

    /**
     * Whether a model has a version that is to serve.
     *
     * @param name by which it is configured here, and {@code registered} its name in MLflow
     */
    public Finding model(String name, String registered, String alias) {
        RegisteredModel model;
        try {
            model = client.get().model(registered);
        } catch (PermanentFailure e) {
            if (e.code() != FailureCode.NOT_FOUND) {
                throw e;
            }
            return Finding.fail(
                    "model." + name,
                    "MLflow has no registered model " + registered,
                    "Register it, or look at sightline.models." + name + ".registered-name.");
        }
        var version = Optional.ofNullable(model.aliases().get(alias));
        var ready =
                version.map(number -> client.get().version(registered, number).isReady());
        return judge(name, registered, alias, version, ready.orElse(false));
    }

    static Finding judge(String name, String registered, String alias, Optional<String> version, boolean isReady) {
        return new Complaints("model." + name)
                .warn(
                        version.isEmpty(),
                        "no version has the alias " + alias + "; what served before goes on",
                        "Set the alias " + alias + " in MLflow, or look at sightline.models." + name + ".alias.")
                .warn(
                        version.isPresent() && !isReady,
                        "MLflow is not done with that version",
                        "Wait until it is READY, or register it anew.")
                .about("registered model " + registered
                        + version.map(number -> ", " + alias + " is version " + number)
                                .orElse(""));
    }
}
