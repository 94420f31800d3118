package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The part of JSON Schema in which Camel's YAML DSL and the custom resources of Camel K are described.
 *
 * @param root the document that references point into
 * @param rule what a value has to fulfil
 * @param closed whether objects refuse keys that they do not name, though the schema does not say so
 */
record Schema(JsonNode root, JsonNode rule, boolean closed) {
    private static final String REFERENCE = "$ref";
    private static final String ROUTES = "schema/camelYamlDsl.json";

    /** Of a whole file of routes, by the YAML DSL of the Camel that this runtime has. */
    static Schema ofRoutes(ClassLoader loader) {
        var root = resource(loader, ROUTES, new ObjectMapper());
        return new Schema(root, root, false);
    }

    /** Of the {@code spec} of a custom resource of Camel K, version v1. */
    static Schema ofSpec(ClassLoader loader, String plural) {
        var root = resource(loader, "camel.apache.org_" + plural + ".yaml", new YAMLMapper());
        var version = root.path("spec").path("versions").path(0);
        return new Schema(root, version.at("/schema/openAPIV3Schema/properties/spec"), true);
    }

    private static JsonNode resource(ClassLoader loader, String name, ObjectMapper mapper) {
        try (var input = Objects.requireNonNull(loader.getResourceAsStream(name), name)) {
            return mapper.readTree(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Schema at(JsonNode other) {
        return new Schema(root, other, closed);
    }

    boolean isReference() {
        return rule.has(REFERENCE);
    }

    /** The last part of the name of the definition that the rule refers to. */
    String definition() {
        var reference = rule.path(REFERENCE).asText();
        return reference.substring(reference.lastIndexOf('.') + 1);
    }

    Schema resolved() {
        return isReference() ? at(root.at(rule.path(REFERENCE).asText().substring(1))) : this;
    }

    /** The definition whose full name ends so, on a dot. */
    Schema named(String end) {
        for (var definition : root.at("/items/definitions").properties()) {
            if (definition.getKey().endsWith("." + end)) {
                return at(definition.getValue());
            }
        }
        return at(MissingNode.getInstance());
    }

    /** Whether a mere text will do where keys are expected too. */
    boolean hasShortForm() {
        return rule.path("oneOf").path(0).path("type").asText().equals("string");
    }

    /** Of a rule with a short form, the one with keys; what is required stands outside of it. */
    Schema longForm() {
        return at(rule.path("oneOf").path(1));
    }

    boolean allowsOtherKeys() {
        var others = rule.path("additionalProperties");
        if (others.isBoolean()) {
            return others.asBoolean();
        }
        return others.isObject()
                || rule.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                || !((closed && rule.has("properties")) || rule.has("anyOf"));
    }
}
