package io.sightline.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record that is to go to a topic. */
public record OutboxRecord(String topic, byte @Nullable [] key, byte[] value, Map<String, byte[]> headers) {}
