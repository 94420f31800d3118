package io.sightline.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A contract of the REST API, as the tree that is written in its file. */
record RestContract(JsonNode tree) {
    static final Path FOLDER = Path.of("openapi");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * One operation.
     *
     * @param name method and path, as messages name it
     */
    record Operation(String name, JsonNode tree) {}

    static RestContract read(Path file) {
        return parse(SchemaFolder.text(file));
    }

    static RestContract parse(String text) {
        try {
            return new RestContract(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        tree.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(
                                new Operation(method.getKey() + " " + path.getKey(), method.getValue()))));
        return operations;
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(tree.at(node.path("$ref").asText().substring(1))) : node;
    }
}
