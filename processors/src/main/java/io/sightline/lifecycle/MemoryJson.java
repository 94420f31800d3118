package io.sightline.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.claim.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** A {@link ModelMemory} as JSON, where what is absent is left out. */
final class MemoryJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private MemoryJson() {}

    static String write(ModelMemory memory) {
        var node = MAPPER.createObjectNode();
        memory.serving().ifPresent(version -> node.set("serving", node(version)));
        memory.challenger().ifPresent(version -> node.set("challenger", node(version)));
        if (!memory.former().isEmpty()) {
            var list = node.putArray("former");
            memory.former().forEach(version -> list.add(node(version)));
        }
        if (!memory.refusals().isEmpty()) {
            var list = node.putArray("refusals");
            memory.refusals()
                    .forEach(refusal -> list.addObject()
                            .put("fingerprint", refusal.fingerprint().hex())
                            .put("version", refusal.version())
                            .put("origin", refusal.origin())
                            .put("reason", refusal.reason().name())
                            .put("message", refusal.message())
                            .put("at", refusal.at().toString()));
        }
        if (!memory.holds().isEmpty()) {
            var list = node.putArray("holds");
            memory.holds()
                    .forEach(hold -> list.addObject()
                            .put("reason", hold.reason().name())
                            .put("message", hold.message())
                            .put("at", hold.at().toString())
                            .set("from", node(hold.from())));
        }
        memory.offered().ifPresent(offer -> node.set("offered", node(offer)));
        memory.watchedSince().ifPresent(begin -> node.put("watchedSince", begin.toString()));
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** @throws IllegalArgumentException when this is none */
    static ModelMemory read(String text) {
        try {
            var node = MAPPER.readTree(text);
            return new ModelMemory(
                    optional(node.path("serving"), MemoryJson::version),
                    optional(node.path("challenger"), MemoryJson::version),
                    StreamSupport.stream(node.path("former").spliterator(), false)
                            .map(MemoryJson::version)
                            .toList(),
                    StreamSupport.stream(node.path("refusals").spliterator(), false)
                            .map(MemoryJson::refusal)
                            .toList(),
                    StreamSupport.stream(node.path("holds").spliterator(), false)
                            .map(MemoryJson::hold)
                            .toList(),
                    optional(node.path("offered"), MemoryJson::offer),
                    optional(node.path("watchedSince"), begin -> Instant.parse(begin.textValue())));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("no memory of a model as this version writes it: " + text, e);
        }
    }

    private static ObjectNode node(KnownVersion version) {
        var node = MAPPER.createObjectNode().put("version", version.version());
        version.alias().ifPresent(alias -> node.put("alias", alias));
        version.runId().ifPresent(run -> node.put("runId", run));
        version.p95Millis().ifPresent(p95 -> node.put("p95Millis", p95));
        return node.put("origin", version.origin())
                .put("sha256", version.sha256().hex())
                .put("since", version.since().toString());
    }

    private static ObjectNode node(Offer offer) {
        var node = MAPPER.createObjectNode().put("version", offer.version()).put("origin", offer.origin());
        offer.sha256().ifPresent(sha256 -> node.put("sha256", sha256.hex()));
        return node;
    }

    private static Offer offer(JsonNode node) {
        return new Offer(
                node.required("version").textValue(),
                node.required("origin").textValue(),
                optional(node.path("sha256"), sha256 -> new Sha256(sha256.textValue())));
    }

    private static KnownVersion version(JsonNode node) {
        return new KnownVersion(
                node.required("version").textValue(),
                optional(node.path("alias"), JsonNode::textValue),
                optional(node.path("runId"), JsonNode::textValue),
                node.required("origin").textValue(),
                new Sha256(node.required("sha256").textValue()),
                Instant.parse(node.required("since").textValue()),
                optional(node.path("p95Millis"), JsonNode::doubleValue));
    }

    private static Refusal refusal(JsonNode node) {
        return new Refusal(
                new Sha256(node.required("fingerprint").textValue()),
                node.required("version").textValue(),
                node.required("origin").textValue(),
                RejectionReason.valueOf(node.required("reason").textValue()),
                node.required("message").textValue(),
                Instant.parse(node.required("at").textValue()));
    }

    private static Hold hold(JsonNode node) {
        return new Hold(
                version(node.required("from")),
                RejectionReason.valueOf(node.required("reason").textValue()),
                node.required("message").textValue(),
                Instant.parse(node.required("at").textValue()));
    }

    private static <T> Optional<T> optional(JsonNode node, Function<JsonNode, T> reading) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(reading.apply(node));
    }
}
