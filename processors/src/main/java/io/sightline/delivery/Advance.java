package io.sightline.delivery;

import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A step of a partition's position.
 *
 * @param position where the sink stands, as this process knows it
 * @param next where it will stand
 * @param rows records of the step that are rows
 * @param letters records of the step that are dead letters
 */
record Advance(TopicPartition partition, UUID topicId, long position, long next, int rows, int letters) {
    /** Offsets of the step that hold no record. */
    long skipped() {
        return next - position - rows - letters;
    }
}
