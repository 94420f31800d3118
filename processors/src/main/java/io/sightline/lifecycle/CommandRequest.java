package io.sightline.lifecycle;

import java.util.Optional;
import java.util.UUID;

/**
 * A command that somebody asks for.
 *
 * @param id what the operation is to be called; the same for each repeat of a request with an idempotency key
 * @param hasKey whether the id follows from such a key
 * @param model name of the model
 * @param version version to serve; empty for the former or the present one
 * @param requestedBy subject of the token
 */
public record CommandRequest(
        UUID id, boolean hasKey, String model, ModelAction action, Optional<String> version, String requestedBy) {}
