package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer group that keeps its positions in Kafka reads on. Kafka would go to the start or the end of a log
 * that contradicts the position, without a word; here the partition is not read until a person has decided.
 *
 * <p>It tells as well which topic the records come from: ids of frames stand on the topic's id, and a name can be given
 * to a new topic between two batches.
 */
public final class GroupPositions {
    private final String group;
    private final Log log;
    private final StoppedPartitions stopped;
    private final Map<TopicPartition, UUID> begun = new ConcurrentHashMap<>();

    public GroupPositions(String group, Log log, StoppedPartitions stopped) {
        this.group = group;
        this.log = log;
        this.stopped = stopped;
    }

    /**
     * Where to read on in a partition that this process is given: at the group's position or, if it never had one, at
     * the log's start.
     *
     * @throws TransientFailure when the broker does not answer, or as long as position and log contradict each other
     */
    public long resume(TopicPartition partition) {
        // Before the first record is fetched: it is this topic's, or the next look finds another one.
        begun.put(partition, log.topicId(partition.topic()));
        var next = log.committed(group, partition.topic()).get(partition);
        if (next == null) {
            return log.start(partition);
        }
        var stop = verdict(partition, next);
        if (stop.isPresent()) {
            stopped.add(group, partition, stop.get());
            throw new TransientFailure(
                    stop.get().code(), stop.get().what() + ". " + stop.get().wayOn());
        }
        stopped.remove(group, partition);
        return next;
    }

    /**
     * Why partitions of the topic must not be read on.
     *
     * @throws TransientFailure when the broker does not answer
     */
    public List<Stop> stops(String topic) {
        return log.committed(group, topic).entrySet().stream()
                .flatMap(entry -> verdict(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    /**
     * Id of the topic that the records of a partition come from, which were fetched before this is asked.
     *
     * @throws TransientFailure TOPIC_REPLACED when the topic was made anew since the partition was given to this
     *     process: then nobody knows which of both they come from, and they are read again
     */
    public UUID topicId(TopicPartition partition) {
        var now = log.topicId(partition.topic());
        var before = begun.get(partition);
        if (!now.equals(before)) {
            throw new TransientFailure(
                    FailureCode.TOPIC_REPLACED,
                    "topic " + partition.topic() + " was made anew while it was read: its id is " + now + " and was "
                            + before + "; it is read from where the group stands in the new one");
        }
        return now;
    }

    private Optional<Stop> verdict(TopicPartition partition, long next) {
        var verdicts = new GroupVerdicts(group, partition, next);
        long end = log.end(partition);
        if (next > end) {
            return Optional.of(verdicts.beyondEnd(end));
        }
        long start = log.start(partition);
        return next < start ? Optional.of(verdicts.expired(start)) : Optional.empty();
    }
}
