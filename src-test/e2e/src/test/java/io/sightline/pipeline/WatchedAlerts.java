package io.sightline.pipeline;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The expressions of the chart's alerts, as a Prometheus judges them.
 *
 * @param prometheus reads a process with {@link #LABELS}
 */
record WatchedAlerts(PrometheusServer prometheus) {
    private static final Path ALERTS = Path.of("..", "..", "helm", "alerts");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAMESPACE = "cameras";
    private static final String SERVICE = "sightline-management";

    /** What the chart's service monitor adds to each series. */
    static final Map<String, String> LABELS = Map.of("namespace", NAMESPACE, "pod", "sightline-0", "service", SERVICE);

    /** What an alert is about. */
    interface Fault {
        void happen() throws Exception;
    }

    /** Sees that an expression is not true, lets the fault happen, and waits until it is. */
    void awaitTrue(String alert, Fault fault) {
        awaitFalse(alert);
        try {
            fault.happen();
        } catch (Exception e) {
            throw new IllegalStateException("the fault could not be made", e);
        }
        awaitTrue(alert);
    }

    void awaitTrue(String alert) {
        await(alert).atMost(PATIENCE).until(() -> !found(alert).isEmpty());
    }

    void awaitFalse(String alert) {
        await("no " + alert).atMost(PATIENCE).until(() -> found(alert).isEmpty());
    }

    /** With those values in the expression that the chart fills in. */
    private JsonNode found(String alert) throws IOException, InterruptedException {
        var rule = new YAMLMapper().readTree(ALERTS.resolve(alert + ".yaml").toFile());
        return prometheus.ask(
                rule.path("expr").asText().replace("@namespace@", NAMESPACE).replace("@service@", SERVICE));
    }
}
