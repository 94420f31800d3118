package io.sightline.demo;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The running system that the demo talks to, as the runtime itself was told.
 *
 * @param brokers bootstrap servers of Kafka
 * @param framesTopic topic that frames arrive on
 * @param jdbcUrl database of the rows
 * @param apiUrl root of the REST API
 * @param tokenUrl where Keycloak gives tokens
 * @param mlflowUrl address of MLflow; null where there is none
 */
public record DemoTarget(
        String brokers,
        String framesTopic,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword,
        String apiUrl,
        String tokenUrl,
        @Nullable String mlflowUrl) {

    public static DemoTarget of(Environment runtime) {
        return new DemoTarget(
                runtime.getRequiredProperty("camel.component.kafka.brokers"),
                runtime.getProperty("sightline.topics.frames", "sightline.frames"),
                runtime.getRequiredProperty("spring.datasource.url"),
                runtime.getProperty("spring.datasource.username", ""),
                runtime.getProperty("spring.datasource.password", ""),
                "http://localhost:"
                        + runtime.getProperty("local.server.port", runtime.getProperty("server.port", "8080")),
                "%s/realms/%s/protocol/openid-connect/token"
                        .formatted(
                                bare(runtime.getRequiredProperty("sightline.keycloak.server-url")),
                                runtime.getProperty("sightline.keycloak.realm", "sightline")),
                runtime.containsProperty("sightline.mlflow.url")
                        ? bare(runtime.getRequiredProperty("sightline.mlflow.url"))
                        : null);
    }

    /** A runtime without stage {@code api} has no port for it. */
    boolean servesApi() {
        return !apiUrl.endsWith(":-1");
    }

    private static String bare(String url) {
        return url.replaceAll("/+$", "");
    }

    @Override
    public String toString() {
        return "frames to topic %s at %s, rows in %s".formatted(framesTopic, brokers, jdbcUrl);
    }
}
