package io.sightline.fault.cluster;

import io.sightline.devstack.DevStack;
import io.sightline.mlflow.DataScientist;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The six engines outside of the cluster, by the names that values-dev.yaml gives them. */
final class Engines {
    static final List<String> NAMES = List.of("kafka", "registry", "s3", "postgresql", "keycloak", "mlflow");

    private final DevStack stack;
    private final Map<String, String> settings;

    Engines(DevStack stack) {
        this.stack = stack;
        this.settings = stack.settings();
    }

    /** Where an engine listens, at the address of this machine that pods reach. */
    int port(String engine) {
        var address =
                switch (engine) {
                    case "kafka" -> "kafka://" + setting("camel.component.kafka.brokers");
                    case "registry" -> setting("sightline.registry.url");
                    case "s3" -> setting("camel.component.minio.endpoint");
                    case "postgresql" -> setting("spring.datasource.url").substring("jdbc:".length());
                    case "keycloak" -> setting("sightline.keycloak.server-url");
                    default -> setting("sightline.mlflow.url");
                };
        return URI.create(address).getPort();
    }

    /**
     * Registers a model of that name that values-dev.yaml lets serve, and lets it.
     *
     * @param version folder with model.onnx and detector.yaml
     */
    void serve(Path version) throws Exception {
        var scientist = DataScientist.at(stack.mlflow().orElseThrow());
        var number = scientist.register("text-detector", version);
        scientist.serve("text-detector");
        scientist.setAlias("text-detector", "champion", number);
    }

    String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
