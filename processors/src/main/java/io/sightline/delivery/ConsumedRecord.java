package io.sightline.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it was read, before anything was made of it.
 *
 * @param topicId id of the topic; a topic deleted and made anew has another one
 * @param timestamp timestamp that the broker keeps of the record
 * @param headers the last value of each header
 */
public record ConsumedRecord(
        String topic,
        UUID topicId,
        int partition,
        long offset,
        Instant timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, byte[]> headers) {

    /** Value of a header that is text. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Where the record lies, for messages. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }

    /** Where the record lies, as the contracts say it. */
    public io.sightline.delivery.v1.Origin origin() {
        return new io.sightline.delivery.v1.Origin(topic, topicId, partition, offset, timestamp);
    }
}
