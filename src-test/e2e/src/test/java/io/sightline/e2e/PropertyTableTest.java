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
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** The README's table of properties says what the configuration records say. */
class PropertyTableTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final String MAP_OF_MODELS = "sightline.models";

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
                .allSatisfy(component ->
                        assertThat(readme).contains("`sightline.models.<name>." + component.getName() + "`"));
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
        rows.put(
                MAP_OF_MODELS + ".<name>.alias",
                row(
                        MAP_OF_MODELS + ".<name>.alias",
                        "alias under which the version of a model that serves can be asked for",
                        "champion"));
        rows.put(
                MAP_OF_MODELS + ".<name>.from",
                row(
                        MAP_OF_MODELS + ".<name>.from",
                        "kind of place that holds a model: directory or mlflow",
                        "directory"));
        rows.put(
                MAP_OF_MODELS + ".<name>.path",
                row(
                        MAP_OF_MODELS + ".<name>.path",
                        "folder of a model, laid out as Triton does: `<version>/model.onnx`",
                        "-"));
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
