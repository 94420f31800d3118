package io.sightline.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What was promised to a REST client about a frame, before anything else was done: it fixes the times, so that a retry
 * repeats the same frame, and the bytes, so that the same key with other bytes can be refused.
 *
 * @param client client that sent the frame
 * @param attributes of the frame, such as a time of capture that was not believed
 */
public record Receipt(
        UUID frameId,
        String client,
        String source,
        Sha256 sha256,
        Instant capturedAt,
        Instant receivedAt,
        Map<String, String> attributes) {
    private static final JsonMapper JSON = new JsonMapper();

    public Receipt {
        attributes = Map.copyOf(attributes);
    }

    /** Object key of the receipt of a frame. */
    public static String key(UUID frameId) {
        return "receipts/" + frameId;
    }

    /** The receipt as JSON text in UTF-8. */
    public byte[] toJson() {
        var node = JSON.createObjectNode()
                .put("frameId", frameId.toString())
                .put("client", client)
                .put("source", source)
                .put("sha256", sha256.hex())
                .put("capturedAt", capturedAt.toString())
                .put("receivedAt", receivedAt.toString());
        if (!attributes.isEmpty()) {
            attributes.forEach(node.putObject("attributes")::put);
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can always be written", e);
        }
    }

    /**
     * Reads a receipt.
     *
     * @throws PermanentFailure CLAIM_CORRUPT when it is none
     */
    public static Receipt fromJson(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new Receipt(
                    UUID.fromString(node.required("frameId").asText()),
                    node.required("client").asText(),
                    node.required("source").asText(),
                    new Sha256(node.required("sha256").asText()),
                    Instant.parse(node.required("capturedAt").asText()),
                    Instant.parse(node.required("receivedAt").asText()),
                    attributes(node.path("attributes")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new PermanentFailure(
                    FailureCode.CLAIM_CORRUPT, "a receipt in the object store cannot be read: " + e.getMessage(), e);
        }
    }

    /** A receipt without any says nothing of them. */
    private static Map<String, String> attributes(JsonNode node) {
        var attributes = new HashMap<String, String>();
        node.fields()
                .forEachRemaining(
                        field -> attributes.put(field.getKey(), field.getValue().asText()));
        return attributes;
    }

    /**
     * Lets a retry pass when it sends what this receipt was given for.
     *
     * @param key the idempotency key of both
     * @throws PermanentFailure IDEMPOTENCY_CONFLICT that names key, frame and what differs
     */
    public void requireSame(Receipt retry, String key) {
        if (!sha256.equals(retry.sha256) || !source.equals(retry.source)) {
            var other = sha256.equals(retry.sha256) ? "another source" : "other bytes";
            throw new PermanentFailure(
                    FailureCode.IDEMPOTENCY_CONFLICT,
                    "the Idempotency-Key " + Quotation.of(key) + " was used for frame " + frameId + " with " + other
                            + "; send a new key for a new picture");
        }
    }
}
