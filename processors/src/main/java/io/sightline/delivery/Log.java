package io.sightline.delivery;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** What the broker says of the log of a partition; each answer is a TransientFailure when it says nothing. */
public interface Log {
    /** Id of the topic; one that was deleted and made anew has another. */
    UUID topicId(String topic);

    /** Client ids and addresses of the consumers of a group that read the topic now. */
    List<Reader> readers(String group, String topic);

    /** Offset of the oldest record that is still there, or {@link #end} when there is none. */
    long start(TopicPartition partition);

    /** Offset that the next record will get. */
    long end(TopicPartition partition);

    /** Offsets that the group has committed in the topic, each the next one to be read. */
    Map<TopicPartition, Long> committed(String group, String topic);

    /** A consumer as its broker knows it. */
    record Reader(String clientId, String host) {}
}
