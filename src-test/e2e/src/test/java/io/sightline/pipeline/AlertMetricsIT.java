package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and panels ask for metrics and labels that a runtime has, by the names that Prometheus knows them by. */
@ExtendWith(TestStack.class)
class AlertMetricsIT {
    private static final Path ALERTS = Path.of("..", "..", "helm", "alerts");
    private static final Path DASHBOARD = Path.of("..", "..", "helm", "dashboards", "sightline.json");
    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~?|!~)\"");
    private static final Pattern GROUPING = Pattern.compile(" by \\(([^)]*)\\)");
    /** What Prometheus adds to each series. */
    private static final Set<String> OF_TARGET = Set.of("namespace", "pod");
    /** There only with certificates, where TlsIT asks for it, and with Kubernetes. */
    private static final Set<String> ELSEWHERE = Set.of("ssl_chain_expiry_seconds", "sightline_kubernetes_connected");

    @Test
    void areToldByARuntimeOfAllStages(DevStack stack, @TempDir Path routes) throws Exception {
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
            var picture = NumberedPicture.jpeg(1);
            assertThat(post(runtime, stack.token("sightline-dev"), picture)).isEqualTo(202);
            assertThat(post(runtime, "none", picture)).isEqualTo(401);
            // Then
            assertThat(asked).hasSizeGreaterThan(40);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(told(runtime)).containsAll(asked));
        }
    }

    private static int post(RuntimeProcess runtime, String token, byte[] picture)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(runtime.api().resolve("/v1/frames?source=camera-1"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(picture));
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Names of metrics, each alone and with each of the labels that an alert or a panel wants of it. */
    private static Set<String> asked() throws IOException {
        var asked = new TreeSet<String>();
        for (var expression : expressions()) {
            for (var selector : SELECTOR.matcher(expression).results().toList()) {
                var labels = labels(selector.group(2));
                GROUPING.matcher(expression)
                        .results()
                        .flatMap(grouping -> Stream.of(grouping.group(1).split(", ")))
                        .forEach(labels::add);
                labels.removeAll(OF_TARGET);
                add(asked, selector.group(1), labels);
            }
        }
        asked.removeIf(series -> ELSEWHERE.contains(series.split(" ")[0]));
        return asked;
    }

    private static List<String> expressions() throws IOException {
        var expressions = new ArrayList<String>();
        try (Stream<Path> alerts = Files.list(ALERTS)) {
            for (var alert : alerts.toList()) {
                expressions.add(Files.readString(alert));
            }
        }
        new JsonMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr").forEach(expressions::add);
        return expressions;
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
