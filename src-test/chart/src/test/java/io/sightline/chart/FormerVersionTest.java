package io.sightline.chart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An upgrade from the former version changes nothing that Kubernetes does not let change. What that rendered is
 * committed; a release writes it anew by {@code -Dchart.update=true}.
 */
class FormerVersionTest {
    private static final String FORMER = "/former.yaml";
    private static final String PIPES = "pipes: {kubernetes: true, checkDefinitions: false}";

    @Test
    void changesNoSelectorNoNameOfAServiceAndNoRole() throws IOException {
        // Given
        if (Boolean.getBoolean("chart.update")) {
            Files.writeString(Path.of("src/test/resources" + FORMER), Chart.text(Chart.example("dev"), PIPES));
        }
        var former = immutable(new Rendering(former()));
        // When
        var present = immutable(Chart.render(PIPES));
        // Then
        assertThat(former).hasSizeGreaterThan(6);
        assertThat(present).containsAllEntriesOf(former);
    }

    private static TreeMap<String, Object> immutable(Rendering rendering) {
        var fields = new TreeMap<String, Object>();
        rendering
                .all(Deployment.class)
                .forEach(it -> fields.put(name(it), it.getSpec().getSelector().getMatchLabels()));
        rendering
                .all(Service.class)
                .forEach(it -> fields.put(
                        name(it),
                        it.getSpec().getSelector() + " " + it.getSpec().getClusterIP()));
        rendering.all(RoleBinding.class).forEach(it -> fields.put(name(it), it.getRoleRef()));
        return fields;
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static String former() throws IOException {
        if (Boolean.getBoolean("chart.update")) {
            return Files.readString(Path.of("src/test/resources" + FORMER));
        }
        try (var input = requireNonNull(FormerVersionTest.class.getResourceAsStream(FORMER))) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
