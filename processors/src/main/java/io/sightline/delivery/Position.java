package io.sightline.delivery;

import java.util.UUID;

/**
 * Where the sink stands in a partition.
 *
 * @param topicId id of the topic that the offset belongs to
 * @param next offset of the first record that is not stored
 */
public record Position(UUID topicId, long next) {}
