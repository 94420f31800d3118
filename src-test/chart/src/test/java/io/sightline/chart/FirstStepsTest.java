package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the chart's README fit the chart, as far as that can be seen without a cluster. */
class FirstStepsTest {
    private static final Path SCHEMAS = Chart.FOLDER.resolve(Path.of("..", "schemas"));

    @Test
    void areTenAtMost() {
        assertThat(commands()).hasSizeBetween(5, 10);
    }

    @Test
    void makeTheTopicsThatTheRuntimeReads() {
        var properties = Chart.render("{}").properties("sink");
        var commands = String.join("\n", commands());
        for (var topic : List.of("frames", "claims", "inferences", "dead-letters", "models")) {
            assertThat(properties).containsEntry("sightline.topics." + topic, "sightline." + topic);
            assertThat(commands).containsPattern("[ .]" + topic + "[: ]");
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
                .satisfies(volume -> assertThat(volume.getSecret().getOptional()).isTrue());
    }

    @Test
    void speakToEnginesThroughTheCluster() {
        assertThat(commands())
                .filteredOn(command -> command.matches(".*\\b(kafka|registry|s3|keycloak|mlflow):\\d+.*"))
                .isNotEmpty()
                .allMatch(command -> command.startsWith("kubectl -n sightline run "));
        assertThat(commands().get(0)).startsWith("kubectl create namespace sightline");
    }

    @Test
    void registerEverySchemaAfterThoseThatItRefersTo() throws IOException {
        // Given
        var script = Chart.read(SCHEMAS.resolve("register.sh"));
        var loop = Pattern.compile("for schema in ([A-Za-z0-9 ]+); do").matcher(script);
        assertThat(loop.find()).isTrue();
        var listed = List.of(loop.group(1).split(" "));
        // When
        List<String> files;
        try (var folder = Files.list(SCHEMAS.resolve("avro"))) {
            files = folder.map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .toList();
        }
        // Then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(files);
        for (int i = 0; i < listed.size(); i++) {
            var text = Chart.read(SCHEMAS.resolve("avro").resolve(listed.get(i) + ".avsc"));
            for (var later : listed.subList(i + 1, listed.size())) {
                assertThat(text).doesNotContain("." + later + "\"");
            }
        }
    }

    private static List<String> commands() {
        var readme = Chart.read(Chart.FOLDER.resolve("README.md"));
        return readme.substring(readme.indexOf("<!-- commands: begin -->"), readme.indexOf("<!-- commands: end -->"))
                .lines()
                .filter(line -> !line.startsWith("<!--") && !line.startsWith("```"))
                .toList();
    }
}
