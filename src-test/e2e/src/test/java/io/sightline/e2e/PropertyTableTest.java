package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.runtime.SightlineApplication;
import io.sightline.runtime.SightlineProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.ClassPathResource;

/** The README's table of properties says what the configuration records say. */
class PropertyTableTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final String MAP_OF_MODELS = "sightline.models";

    /** The metadata does not reach into a map: meaning and default of what is set for each model. */
    private static final Map<String, List<String>> MODEL = Map.of(
            "alias",
            List.of(
                    "alias of the version that is to serve in MLflow, and under which the one that serves can be asked"
                            + " for",
                    "champion"),
            "allow-signature-change",
            List.of("whether a version may take or give other tensors than the one that serves", "false"),
            "challenger",
            List.of("alias of the version that runs in the shadow of the one that serves", "challenger"),
            "from",
            List.of(
                    "kind of place that holds a model: directory, mlflow; unset: a directory where there is a path, and"
                            + " MLflow otherwise",
                    "-"),
            "golden",
            List.of(
                    "where the golden set lies that its versions are judged on: a folder or `s3://bucket/prefix`, with"
                            + " `golden.json`; unset: they are not judged",
                    "-"),
            "path",
            List.of("folder of a model, laid out as Triton does: `<version>/model.onnx`", "-"),
            "registered-name",
            List.of("name of the registered model in MLflow; unset: the same name", "-"),
            "shadow-share",
            List.of("share of the frames that the challenger runs on, 0 to 1", "0.1"));

    @Test
    void theReadmeListsEveryPropertyWithItsDefaultAndMeaning() throws IOException {
        // Given
        var readme = Files.readString(README);
        // When
        var table = readme.substring(readme.indexOf("properties: begin -->"), readme.indexOf("<!-- properties: end"))
                .replace("properties: begin -->", "")
                .strip();
        // Then
        assertThat(table).isEqualTo(expected().strip());
    }

    @Test
    void theReadmeNamesWhatAModelNeeds() throws IOException {
        var readme = Files.readString(README);
        assertThat(Arrays.stream(SightlineProperties.Model.class.getRecordComponents()))
                .extracting(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .containsExactlyInAnyOrderElementsOf(MODEL.keySet())
                .allSatisfy(name -> assertThat(readme).contains("`sightline.models.<name>." + name + "`"));
    }

    private static String expected() throws IOException {
        var rows = new TreeMap<String, String>();
        var defaults = defaults();
        for (var property : metadata().path("properties")) {
            var name = property.path("name").asText();
            if (!name.equals(MAP_OF_MODELS)) {
                var value = Optional.ofNullable(defaults.getProperty(name))
                        .orElse(property.path("defaultValue").asText("-"));
                rows.put(name, row(name, property.path("description").asText(), value));
            }
        }
        MODEL.forEach((setting, row) -> {
            var name = MAP_OF_MODELS + ".<name>." + setting;
            rows.put(name, row(name, row.get(0), row.get(1)));
        });
        return "| property | what it says | default |\n|---|---|---|\n" + String.join("\n", rows.values());
    }

    private static String row(String name, String description, String value) {
        return "| `" + name + "` | " + description + " | " + value + " |";
    }

    private static Properties defaults() {
        var yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        return Objects.requireNonNull(yaml.getObject());
    }

    /** The runtime's own metadata, not that of the demonstration beside it. */
    private static JsonNode metadata() throws IOException {
        var place = SightlineApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        var prefix = place.endsWith(".jar") ? "jar:" + place + "!/" : place;
        return new JsonMapper()
                .readTree(URI.create(prefix + "META-INF/spring-configuration-metadata.json")
                        .toURL());
    }
}
