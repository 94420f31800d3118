package io.sightline.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Whether a schema says how much may come: a text by length, enumeration or format, a number by its bounds, a list by
 * its most items.
 *
 * @param findings where what is missing is added
 */
record SchemaLimits(List<String> findings) {
    private static final Set<String> BOUNDED_FORMATS = Set.of("uuid", "date-time", "date");
    private static final List<String> COMBINED = List.of("allOf", "oneOf", "anyOf");

    /** Judges a schema and all that it holds; what it refers to is judged where that stands. */
    void check(String where, JsonNode schema) {
        if (schema.has("$ref")) {
            return;
        }
        switch (schema.path("type").asText()) {
            case "string" ->
                require(
                        schema.has("maxLength")
                                || schema.has("enum")
                                || BOUNDED_FORMATS.contains(
                                        schema.path("format").asText()),
                        where + " is a text without maxLength, enum or format");
            case "integer", "number" ->
                require(
                        schema.has("minimum") && schema.has("maximum"),
                        where + " is a number without minimum or maximum");
            case "array" -> {
                require(schema.has("maxItems"), where + " is a list without maxItems");
                check(where + "[]", schema.path("items"));
            }
            case "object" -> {
                schema.path("properties")
                        .properties()
                        .forEach(entry -> check(where + "." + entry.getKey(), entry.getValue()));
                if (schema.path("additionalProperties").isObject()) {
                    check(where + ".*", schema.path("additionalProperties"));
                }
            }
            case "boolean" -> {}
            default -> combined(where, schema);
        }
    }

    private void combined(String where, JsonNode schema) {
        require(COMBINED.stream().anyMatch(schema::has), where + " has no type");
        for (var word : COMBINED) {
            schema.path(word).forEach(part -> check(where, part));
        }
    }

    private void require(boolean fulfilled, String finding) {
        if (!fulfilled) {
            findings.add(finding);
        }
    }
}
