package io.sightline.delivery;

import io.sightline.Samples;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** A log of which a test says where it begins and ends. */
final class StillLog implements Log {
    UUID topicId = Samples.TOPIC_ID;
    long start;
    long end = 1_000_000;

    @Override
    public UUID topicId(String topic) {
        return topicId;
    }

    @Override
    public long start(TopicPartition partition) {
        return start;
    }

    @Override
    public long end(TopicPartition partition) {
        return end;
    }
}
