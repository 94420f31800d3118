package io.sightline.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to go to a topic.
 *
 * @param value null takes what has the key out of a compacted topic
 */
public record OutboxRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> headers) {}
