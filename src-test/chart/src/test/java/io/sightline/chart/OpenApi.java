package io.sightline.chart;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Kubernetes' own description of its objects; {@code openapi.py} has made it. */
final class OpenApi {
    /** Kinds of operators and of the Gateway API, which Kubernetes itself does not describe. */
    private static final Set<String> FOREIGN = Set.of(
            "gateway.networking.k8s.io/v1/HTTPRoute",
            "keda.sh/v1alpha1/ScaledObject",
            "kafka.strimzi.io/v1/KafkaTopic",
            "kafka.strimzi.io/v1/KafkaUser",
            "postgresql.cnpg.io/v1/Cluster",
            "monitoring.coreos.com/v1/ServiceMonitor",
            "monitoring.coreos.com/v1/PrometheusRule");

    private static final JsonNode DOCUMENT = document();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private OpenApi() {}

    /** What is wrong with an object, by place; a kind that is not known is wrong. */
    static List<String> mistakes(JsonNode object) {
        var kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        if (FOREIGN.contains(kind)) {
            return List.of();
        }
        var definition = DOCUMENT.path("kinds").path(kind).asText();
        if (definition.isEmpty()) {
            return List.of("unknown kind " + kind);
        }
        return SCHEMAS.computeIfAbsent(definition, OpenApi::schema).validate(object).stream()
                .map(ValidationMessage::getMessage)
                .map(message -> kind + " " + object.at("/metadata/name").asText() + " " + message)
                .toList();
    }

    private static JsonSchema schema(String definition) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.put("$ref", "#/definitions/" + definition);
        whole.set("definitions", DOCUMENT.path("definitions"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(whole);
    }

    private static JsonNode document() {
        try (var input = requireNonNull(OpenApi.class.getResourceAsStream("/kubernetes.json"))) {
            return new ObjectMapper().readTree(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
