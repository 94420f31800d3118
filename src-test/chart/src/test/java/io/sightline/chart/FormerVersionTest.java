package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An upgrade from the former version changes nothing that Kubernetes does not let change, and no name that others
 * know. What that version has of it is committed; a further version writes its own by {@code -Dchart.update=true}.
 */
class FormerVersionTest {
    private static final Path FORMER = Path.of("src", "test", "resources", "former.yaml");
    private static final String PIPES = "pipes: {kubernetes: true, checkDefinitions: false}";
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void changesNoSelectorNoNameAndNoRole() throws IOException {
        // Given
        var version = YAML.readTree(Chart.read(Chart.FOLDER.resolve("Chart.yaml")))
                .path("version")
                .asText();
        var present = immutable(Chart.render(PIPES));
        if (Boolean.getBoolean("chart.update")
                && !former().path("version").asText().equals(version)) {
            Files.writeString(FORMER, YAML.writeValueAsString(Map.of("version", version, "objects", present)));
        }
        // When
        var former = former().path("objects");
        // Then
        assertThat(former).hasSizeGreaterThan(9);
        assertThat(former.properties())
                .allSatisfy(object -> assertThat(present.get(object.getKey()))
                        .as(object.getKey())
                        .isEqualTo(object.getValue()));
    }

    private static JsonNode former() throws IOException {
        return YAML.readTree(Files.readString(FORMER));
    }

    /** By kind and name. */
    private static Map<String, JsonNode> immutable(Rendering rendering) {
        var fields = new TreeMap<String, JsonNode>();
        rendering
                .all(Deployment.class)
                .forEach(it -> put(fields, it, "selector", it.getSpec().getSelector()));
        rendering.all(Service.class).forEach(it -> {
            put(fields, it, "selector", it.getSpec().getSelector());
            put(fields, it, "clusterIP", it.getSpec().getClusterIP());
        });
        rendering.all(RoleBinding.class).forEach(it -> put(fields, it, "roleRef", it.getRoleRef()));
        for (var account : rendering.all(ServiceAccount.class)) {
            fields.put(name(account), YAML.createObjectNode());
        }
        return fields;
    }

    private static void put(Map<String, JsonNode> fields, HasMetadata object, String field, Object value) {
        var all = (ObjectNode) fields.computeIfAbsent(name(object), it -> YAML.createObjectNode());
        all.set(field, YAML.valueToTree(value));
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
