package io.sightline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The properties that the runtime sets itself. */
final class RuntimeDefaults {
    private RuntimeDefaults() {}

    /** Names and values of its application.yaml; of a list the value is empty. */
    static Map<String, String> of(ClassLoader loader) {
        var properties = new TreeMap<String, String>();
        try (var input = loader.getResourceAsStream("application.yaml")) {
            if (input != null) {
                collect(new YAMLMapper().readTree(input), "", properties);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static void collect(JsonNode node, String name, Map<String, String> properties) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            field.getValue(),
                            name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                            properties));
        } else {
            properties.put(name, node.asText());
        }
    }
}
