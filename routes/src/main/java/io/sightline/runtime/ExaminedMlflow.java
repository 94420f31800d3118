package io.sightline.runtime;

import io.sightline.doctor.Check;
import io.sightline.doctor.MlflowQuestions;
import io.sightline.doctor.Subject;
import io.sightline.mlflow.MlflowClient;
import io.sightline.runtime.SightlineProperties.Model;
import io.sightline.runtime.SightlineProperties.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.TreeMap;

/** What is looked at of MLflow. */
final class ExaminedMlflow {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ExaminedRuntime runtime;
    private final MlflowProperties mlflow;

    ExaminedMlflow(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.mlflow = runtime.settings(MlflowProperties.class);
    }

    Subject subject() {
        if (!runtime.runs(Stage.PROMOTE)) {
            return Subject.of(ExaminedChecks.skipped("mlflow", runtime.unneeded()));
        }
        var models = new TreeMap<>(runtime.settings(SightlineProperties.class).models());
        models.values().removeIf(model -> model.from() != Origin.MLFLOW);
        if (mlflow.url() != null) {
            return asked(mlflow.url(), models);
        }
        if (models.isEmpty()) {
            return Subject.of(ExaminedChecks.skipped("mlflow", "sightline.mlflow.url is not set"));
        }
        return Subject.of(ExaminedChecks.check("mlflow", "", () -> {
            throw new StartupException(
                    "models " + models.keySet() + " come from MLflow, and no MLflow is named",
                    "Set sightline.mlflow.url.",
                    null);
        }));
    }

    private Subject asked(URI url, TreeMap<String, Model> models) {
        var client = new Once<MlflowClient>(() -> new MlflowConfiguration().mlflowClient(mlflow, runtime.tls()));
        var questions = new MlflowQuestions(client);
        var web =
                runtime.web("sightline.mlflow.ssl-bundle", mlflow.sslBundle(), "sightline.mlflow.url", url.toString());
        var wayOut = "See whether MLflow at " + url + " is up and lets this login in, and look at sightline.mlflow.*.";
        var others = new ArrayList<Check>();
        models.forEach((name, model) -> others.add(ExaminedChecks.check(
                "model." + name,
                wayOut,
                () -> questions.model(name, Objects.requireNonNullElse(model.registeredName(), name), model.alias()))));
        others.add(ExaminedChecks.check(
                "clock.mlflow",
                wayOut,
                () -> web.clock("clock.mlflow", url, LIMIT, "times of versions are not what they seem")));
        return new Subject(ExaminedChecks.check("mlflow", wayOut, () -> questions.answers(web, url)), others);
    }
}
