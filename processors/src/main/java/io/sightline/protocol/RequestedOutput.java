package io.sightline.protocol;

import java.util.Optional;

/**
 * An output that a client asked for by name.
 *
 * @param binary whether it goes as bytes behind the JSON; empty when the request as a whole decides
 */
public record RequestedOutput(String name, Optional<Boolean> binary) {}
