package io.sightline.pipeline;

import io.sightline.devstack.DevStack;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The six engines behind proxies, by the names that messages begin with. */
record Engines(
        DevStack stack, Map<String, String> direct, Map<String, String> settings, Map<String, FaultProxy> proxies)
        implements AutoCloseable {
    /** As the README's table has them. */
    static final List<String> NAMES = List.of("Kafka", "S3", "schema registry", "PostgreSQL", "Keycloak", "MLflow");

    /** The registry first: whoever has read a schema once does without it. */
    static final List<String> IN_ORDER = List.of("schema registry", "S3", "PostgreSQL", "Kafka", "Keycloak");

    private static final Map<String, String> SETTINGS = Map.of(
            "Kafka", "camel.component.kafka.brokers",
            "S3", "camel.component.minio.endpoint",
            "schema registry", "sightline.registry.url",
            "PostgreSQL", "spring.datasource.url",
            "Keycloak", "sightline.keycloak.server-url",
            "MLflow", "sightline.mlflow.url");

    /** That of Kafka closes when something is written, and a process that has read all writes nothing. */
    private static final Map<String, String> GATES =
            Map.of("S3", "s3", "schema registry", "registry", "PostgreSQL", "postgresql");

    static Engines of(DevStack stack, String name) {
        var direct = stack.isolate(name);
        direct.put("sightline.mlflow.url", "http://localhost:1");
        var settings = new LinkedHashMap<>(direct);
        var proxies = new LinkedHashMap<String, FaultProxy>();
        SETTINGS.forEach((engine, setting) -> proxies.put(engine, FaultProxy.before(settings, setting)));
        return new Engines(stack, direct, settings, proxies);
    }

    /** The metric of the gate before an engine, if there is one that closes by itself. */
    static Optional<String> gate(String engine) {
        return Optional.ofNullable(GATES.get(engine)).map(label -> "sightline_gate_open{dependency=\"" + label + "\"}");
    }

    /** Nobody listens at the address that the settings name. */
    void refuse(String engine) {
        proxy(engine).begin(new Fault.Refuse());
    }

    void heal(String engine) {
        proxy(engine).heal();
    }

    /** From a process that has started: brokers name their own address to whoever has found them. */
    void takeAway(String engine) {
        if (engine.equals("Kafka")) {
            stack.stop("kafka");
        } else {
            refuse(engine);
        }
    }

    void bringBack(String engine) {
        if (engine.equals("Kafka")) {
            stack.restart("kafka");
        } else {
            heal(engine);
        }
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
    }

    private FaultProxy proxy(String engine) {
        return Objects.requireNonNull(proxies.get(engine), engine);
    }
}
