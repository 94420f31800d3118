package io.sightline.protocol;

import java.util.OptionalInt;

/**
 * The body of an answer.
 *
 * @param jsonLength value of the header {@code Inference-Header-Content-Length}; empty when all of it is JSON
 */
public record ProtocolBody(byte[] bytes, OptionalInt jsonLength) {
    /** What kind of body it is. */
    public String mediaType() {
        return jsonLength.isPresent() ? "application/octet-stream" : "application/json";
    }
}
