package io.sightline.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker says at one moment.
 *
 * @param ids id of each topic that exists
 * @param logs where the log of each of their partitions begins and ends
 * @param commits by consumer group, the offset that it will read next in a partition, where it has said so
 */
public record BrokerState(
        Map<String, UUID> ids, Map<TopicPartition, Span> logs, Map<String, Map<TopicPartition, Long>> commits) {
    /**
     * A log.
     *
     * @param start offset of its oldest record
     * @param end offset that its next record will get
     */
    public record Span(long start, long end) {}

    public BrokerState {
        ids = Map.copyOf(ids);
        logs = Map.copyOf(logs);
        commits = Map.copyOf(commits);
    }

    /** Partitions of the topic, by their numbers. */
    List<TopicPartition> partitions(String topic) {
        return logs.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    OptionalLong committed(String group, TopicPartition partition) {
        var offset = commits.getOrDefault(group, Map.of()).get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    Span log(TopicPartition partition) {
        return Objects.requireNonNull(logs.get(partition), partition::toString);
    }
}
