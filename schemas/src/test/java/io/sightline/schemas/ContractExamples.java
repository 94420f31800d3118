package io.sightline.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a contract shows what it means, by examples that keep to their own schemas.
 *
 * @param findings where what is missing or wrong is added
 */
record ContractExamples(RestContract contract, List<String> findings) {
    /** What is one of a few words, true or false, or has a default shows itself. */
    void ofParameter(String where, JsonNode parameter) {
        var schema = contract.resolved(parameter.path("schema"));
        if (parameter.has("example")) {
            check(where, schema, parameter.path("example"));
        } else if (!schema.has("enum")
                && !schema.has("default")
                && !schema.path("type").asText().equals("boolean")) {
            findings.add(where + " has no example");
        }
    }

    /** Bytes cannot be shown. */
    void ofContent(String where, String mediaType, JsonNode content) {
        var schema = contract.resolved(content.path("schema"));
        if (isBytes(schema) || mediaType.startsWith("multipart/")) {
            return;
        }
        var examples = new ArrayList<JsonNode>();
        content.path("examples").forEach(example -> examples.add(example.path("value")));
        if (content.has("example")) {
            examples.add(content.path("example"));
        }
        if (examples.isEmpty() && !schema.has("example")) {
            findings.add(where + " has no example");
        }
        examples.forEach(example -> check(where, schema, example));
    }

    private void check(String where, JsonNode schema, JsonNode example) {
        SchemaViolations.of(contract, schema, example)
                .forEach(violation -> findings.add(where + ": the example" + violation));
    }

    private static boolean isBytes(JsonNode schema) {
        return schema.path("format").asText().equals("binary");
    }
}
