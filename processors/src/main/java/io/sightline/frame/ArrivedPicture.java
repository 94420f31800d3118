package io.sightline.frame;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A picture as it arrived, before it is known to be one.
 *
 * @param capturedAt what the source says about when it was taken
 * @param timestamp when the record or request that carried it was made
 * @param receivedAt when it reached Sightline
 * @param sequence what the source says about its number
 * @param origin Kafka record that carried it; null for REST
 */
public record ArrivedPicture(
        UUID frameId,
        byte[] bytes,
        String sourceId,
        Optional<String> capturedAt,
        Instant timestamp,
        Instant receivedAt,
        Optional<String> sequence,
        io.sightline.delivery.v1.@Nullable Origin origin) {}
