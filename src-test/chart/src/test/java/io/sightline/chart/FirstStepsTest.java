package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the chart's README fit the chart, as far as that can be seen without a cluster. */
class FirstStepsTest {
    @Test
    void areTenAtMost() {
        assertThat(commands()).hasSizeBetween(5, 10);
    }

    /** As the chart tells the runtime by the values of the commands. */
    @Test
    void makeTopicsAndSchemasWhereTheRuntimeLooksForThem() {
        var values = Chart.read(Chart.FOLDER.resolve("examples").resolve("values-dev.yaml"));
        var prepare = commands().stream()
                .filter(command -> command.contains(" prepare "))
                .findFirst()
                .orElseThrow();
        assertThat(prepare)
                .contains(" --image sightline:" + appVersion() + " ")
                .contains(" --env CAMEL_COMPONENT_KAFKA_BROKERS=" + found("brokers: \"([^\"]+)\"", values) + " ")
                .contains(" --env SIGHTLINE_REGISTRY_URL=" + found("registry: [{]url: \"([^\"]+)\"", values) + " ");
        assertThat(Chart.read(Chart.FOLDER.resolveSibling("pom.xml")))
                .as("what jib:buildTar calls it, with the version that is the chart's appVersion")
                .contains("<image.name>sightline:${project.version}</image.name>");
        var partitions = found("--partitions (\\d+)", prepare);
        for (var topic : List.of("frames", "claims", "inferences")) {
            assertThat(found(topic + ": [{]partitions: (\\d+)", values)).isEqualTo(partitions);
        }
    }

    @Test
    void makeTheSecretThatTheTestReads() {
        var rendering = Chart.render("{}");
        var pod = rendering.find(Pod.class, "vision-sightline-test").orElseThrow();
        assertThat(pod.getSpec().getContainers().get(0).getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .hasSize(2)
                .allSatisfy(variable -> {
                    var key = variable.getValueFrom().getSecretKeyRef();
                    assertThat(commands())
                            .anySatisfy(command -> assertThat(command)
                                    .contains("create secret generic " + key.getName() + " ")
                                    .contains("--from-literal=" + key.getKey() + "="));
                });
        assertThat(rendering.find(Secret.class, "sightline-test")).isEmpty();
    }

    @Test
    void endInATestThatBelievesAnAuthorityOfTheApiWhereThereIsOne() {
        var pod = Chart.render("tls: {existingSecret: certificate}")
                .find(Pod.class, "vision-sightline-test")
                .orElseThrow();
        assertThat(pod.getSpec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("ca-api"))
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getSecret().getOptional()).isTrue());
    }

    @Test
    void speakToEnginesThroughTheCluster() {
        assertThat(commands())
                .filteredOn(command -> command.matches(".*\\b(kafka|registry|s3|keycloak|mlflow):\\d+.*"))
                .isNotEmpty()
                .allMatch(command -> command.startsWith("kubectl -n sightline run "));
        assertThat(commands().get(0)).startsWith("kubectl create namespace sightline");
    }

    private static String appVersion() {
        return found("(?m)^appVersion: (.+)$", Chart.read(Chart.FOLDER.resolve("Chart.yaml")));
    }

    private static String found(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private static List<String> commands() {
        var readme = Chart.read(Chart.FOLDER.resolve("README.md"));
        return readme.substring(readme.indexOf("<!-- commands: begin -->"), readme.indexOf("<!-- commands: end -->"))
                .lines()
                .filter(line -> !line.startsWith("<!--") && !line.startsWith("```"))
                .toList();
    }
}
