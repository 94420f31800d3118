package io.sightline.kubernetes;

import static io.sightline.kubernetes.Resources.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.PipeTranslator;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterResourceTest {
    @Test
    void isAFileWithoutWhatTheApiServerAndItsToolsAdd() {
        var file = Resources.pipe(3, "kafka:out").file();

        assertThat(file.name()).isEqualTo("kubernetes/cameras/ticks.pipe.yaml");
        assertThat(text(file))
                .contains("operator.id", "kafka:in", "kafka:out")
                .doesNotContain("managedFields", "resourceVersion", "last-applied", "generation", "u-1");
        assertThat(new Validator(Surroundings.of(getClass().getClassLoader())).validate(List.of(file)))
                .isEmpty();
        assertThat(PipeTranslator.translate(file))
                .singleElement()
                .satisfies(route -> assertThat(route.name()).isEqualTo("ticks"));
    }

    @Test
    void saysOfAMistakeByItsPathWhereItIs() {
        var tree = tree("Pipe", 1, "kafka:out");
        tree.put("spec", Map.of("source", Map.of("uri", "kafka:in"), "sink", Map.of("url", "kafka:out")));

        var findings = new Validator(Surroundings.of(getClass().getClassLoader()))
                .validate(List.of(ClusterResource.of(tree).file()));

        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.path()).startsWith("spec.sink"));
    }

    @Test
    void numbersStayNumbersAndTextsStayTexts() {
        var tree = tree("Pipe", 1, "kafka:out");
        tree.put("spec", Map.of("source", Map.of("properties", Map.of("text", "010", "number", 10, "truth", true))));

        assertThat(text(ClusterResource.of(tree).file())).contains("\"010\"", ": 10", ": true");
    }

    @Test
    void onlyWhatSaysSoIsForThisRuntime() {
        var foreign = tree("Pipe", 1, "kafka:out");
        foreign.put(
                "metadata", Map.of("name", "ticks", "annotations", Map.of("camel.apache.org/operator.id", "other")));

        assertThat(ClusterResource.of(foreign).isOurs()).isFalse();
        assertThat(Resources.pipe(1, "kafka:out").isOurs()).isTrue();
        foreign.put("kind", "Kamelet");
        assertThat(ClusterResource.of(foreign).isOurs()).isFalse();
        assertThat(ClusterResource.of(tree("Kamelet", 1, "x")).isOurs()).isTrue();
    }

    @Test
    void whatOnlyOthersCareAboutIsNoChange() {
        var tree = tree("Pipe", 1, "kafka:out");
        var before = ClusterResource.of(tree).file();
        tree.put(
                "metadata",
                Map.of(
                        "name",
                        "ticks",
                        "namespace",
                        "cameras",
                        "labels",
                        Map.of("argocd.argoproj.io/instance", "x"),
                        "annotations",
                        Map.of("camel.apache.org/operator.id", "sightline", "checked-at", "12:00")));

        assertThat(ClusterResource.of(tree).file().saysTheSameAs(before)).isTrue();
    }

    @Test
    void ofTheKameletsOfOthersThoseCountThatAreUsed() {
        var files = new ClusterFiles();
        files.replace(List.of(
                Resources.pipe(1, "kamelet:one-sink/x"),
                kamelet("one-sink", "kamelet:two-action"),
                kamelet("two-action", "log:x"),
                kamelet("three-sink", "kamelet:one-sink")));

        assertThat(files.files())
                .extracting(SourceFile::name)
                .containsExactly(
                        "kubernetes/cameras/one-sink.kamelet.yaml",
                        "kubernetes/cameras/ticks.pipe.yaml",
                        "kubernetes/cameras/two-action.kamelet.yaml");
    }

    private static ClusterResource kamelet(String name, String used) {
        var tree = tree("Kamelet", 1, used);
        tree.put("metadata", Map.of("name", name, "namespace", "cameras"));
        return ClusterResource.of(tree);
    }

    @Test
    void whatMakesNoSenseIsAResourceWithNothingInIt() {
        var resource = ClusterResource.of(Map.of("metadata", "none", "spec", List.of(), "status", 7));

        assertThat(resource.name()).isEmpty();
        assertThat(resource.generation()).isZero();
        assertThat(resource.isOurs()).isFalse();
    }

    @Test
    void aResourceThatSaysTheSameKeepsItsFile() {
        var files = new ClusterFiles();
        files.replace(List.of(Resources.pipe(1, "kafka:out")));
        var first = files.files().get(0);

        files.replace(List.of(Resources.pipe(1, "kafka:out", Map.of("phase", "Ready"))));
        assertThat(files.files()).singleElement().isSameAs(first);
        files.replace(List.of(Resources.pipe(2, "kafka:other")));

        assertThat(files.files()).singleElement().isNotSameAs(first);
        assertThat(files.generation(first)).contains(1L);
        assertThat(files.generation(files.files().get(0))).contains(2L);
        files.replace(List.of());
        assertThat(files.files()).isEmpty();
        assertThat(files.resource("kubernetes/cameras/ticks.pipe.yaml")).isEmpty();
    }

    private static String text(SourceFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
