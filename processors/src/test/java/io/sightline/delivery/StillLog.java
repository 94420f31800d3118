package io.sightline.delivery;

import io.sightline.Samples;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** A log of which a test says where it begins and ends. */
final class StillLog implements Log {
    UUID topicId = Samples.TOPIC_ID;
    long start;
    long end = 1_000_000;
    List<Reader> readers = List.of();
    Map<TopicPartition, Long> committed = Map.of();

    @Override
    public UUID topicId(String topic) {
        return topicId;
    }

    @Override
    public List<Reader> readers(String group, String topic) {
        return readers;
    }

    @Override
    public Map<TopicPartition, Long> committed(String group, String topic) {
        return committed;
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
