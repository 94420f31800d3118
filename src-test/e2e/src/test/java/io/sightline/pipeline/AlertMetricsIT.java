package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts ask for metrics and labels that a runtime has, by the names that Prometheus knows them by. */
@ExtendWith(TestStack.class)
class AlertMetricsIT {
    private static final Path ALERTS = Path.of("..", "..", "helm", "alerts");
    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~?|!~)\"");
    private static final Pattern GROUPING = Pattern.compile(" by \\(([^)]*)\\)");
    /** What Prometheus adds to each series. */
    private static final Set<String> OF_TARGET = Set.of("namespace", "pod");
    /** There only with certificates, where TlsIT asks for it, and with Kubernetes. */
    private static final Set<String> ELSEWHERE = Set.of("ssl_chain_expiry_seconds", "sightline_kubernetes_connected");

    @Test
    void areToldByARuntimeOfAllStages(DevStack stack, @TempDir Path routes) throws IOException {
        // Given
        var asked = asked();
        // When
        try (var runtime = RuntimeProcess.start(
                "alerts",
                stack.isolate("alerts"),
                "--sightline.stages=ingest,detect,sink,promote,api,pipes",
                "--sightline.routes.directory=" + routes,
                "--sightline.upkeep.delay=1s")) {
            runtime.awaitReady();
            // Then
            assertThat(asked).hasSizeGreaterThan(20);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(told(runtime)).containsAll(asked));
        }
    }

    /** Names of metrics, each alone and with each of the labels that an alert wants of it. */
    private static Set<String> asked() throws IOException {
        var asked = new TreeSet<String>();
        try (Stream<Path> alerts = Files.list(ALERTS)) {
            for (var alert : alerts.toList()) {
                var rule = Files.readString(alert);
                for (var selector : SELECTOR.matcher(rule).results().toList()) {
                    var labels = labels(selector.group(2));
                    GROUPING.matcher(rule)
                            .results()
                            .flatMap(grouping -> Stream.of(grouping.group(1).split(", ")))
                            .forEach(labels::add);
                    labels.removeAll(OF_TARGET);
                    add(asked, selector.group(1), labels);
                }
            }
        }
        asked.removeIf(series -> ELSEWHERE.contains(series.split(" ")[0]));
        return asked;
    }

    private static Set<String> told(RuntimeProcess runtime) {
        var told = new TreeSet<String>();
        runtime.managementText("/actuator/prometheus").lines().forEach(line -> {
            var selector = SELECTOR.matcher(line);
            if (selector.lookingAt()) {
                add(told, selector.group(1), labels(selector.group(2)));
            } else {
                told.add(line.split(" ")[0]);
            }
        });
        return told;
    }

    private static void add(Set<String> series, String name, Set<String> labels) {
        series.add(name);
        labels.forEach(label -> series.add(name + " by " + label));
    }

    private static Set<String> labels(String text) {
        var labels = new TreeSet<String>();
        LABEL.matcher(text).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }
}
