package io.sightline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Registers the contracts' schemas through the registry's Confluent-compatible API, each under its full name. */
final class SchemaRegistration {
    /** Third parties read these, so both directions must stay compatible. */
    private static final Set<String> READ_BY_OTHERS =
            Set.of("io.sightline.inference.v1.InferenceCompleted", "io.sightline.model.v1.ModelState");

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final Http http;
    private final String registry;

    /** @param registry the registry's root address, without a path */
    SchemaRegistration(Http http, String registry) {
        this.http = http;
        this.registry = registry + "/apis/ccompat/v7";
    }

    /** Does nothing for schemas that are registered already. */
    void registerAll(List<ContractSchema> schemas) {
        schemas.forEach(this::register);
    }

    private void register(ContractSchema schema) {
        send("POST", "/subjects/" + schema.subject() + "/versions", body(schema));
        var rule = READ_BY_OTHERS.contains(schema.subject()) ? "FULL_TRANSITIVE" : "BACKWARD_TRANSITIVE";
        send("PUT", "/config/" + schema.subject(), Map.of("compatibility", rule));
    }

    private Map<String, Object> body(ContractSchema schema) {
        var references = schema.references().stream().map(this::reference).toList();
        return Map.of("schema", schema.text(), "schemaType", "AVRO", "references", references);
    }

    private Map<String, Object> reference(String subject) {
        var latest = send("GET", "/subjects/" + subject + "/versions/latest", "");
        return Map.of(
                "name",
                subject,
                "subject",
                subject,
                "version",
                latest.path("version").asInt());
    }

    private JsonNode send(String method, String path, Object body) {
        return http.send(method, registry + path, CONTENT_TYPE, body instanceof String text ? text : http.text(body));
    }
}
