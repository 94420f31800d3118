package io.sightline.delivery;

import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer group that keeps its positions in Kafka reads on. Kafka would go to the start or the end of a log
 * that contradicts the position, without a word; here the partition is not read until a person has decided.
 *
 * <p>It tells as well which topic the records come from: ids of frames stand on the topic's id, and a name can be given
 * to a new topic between two batches. A process reads the topic that it has begun with and no other one of that name.
 */
public final class GroupPositions {
    private final String group;
    private final Log log;
    private final StoppedPartitions stopped;
    private final FormerTopics former;
    /** Ids of the topics that this process has begun with. */
    private final Map<String, UUID> begun = new ConcurrentHashMap<>();
    /** Offsets behind the last records that this process has read, or where it would begin. */
    private final Map<TopicPartition, Long> read = new ConcurrentHashMap<>();

    /** @param former knows the topics that came before this process */
    public GroupPositions(String group, Log log, StoppedPartitions stopped, FormerTopics former) {
        this.group = group;
        this.log = log;
        this.stopped = stopped;
        this.former = former;
    }

    /**
     * Where to read on in a partition that this process is given: at the group's position or, if it never had one, at
     * the log's start.
     *
     * @throws TransientFailure when the broker does not answer, or as long as position and log contradict each other;
     *     TOPIC_REPLACED, from then on, when the topic is another one than this process has begun with, or than the
     *     database has an account of
     */
    public long resume(TopicPartition partition) {
        // Before the first record is fetched: it is this topic's, or the next look finds another one.
        requireSameTopic(partition.topic(), Set.of(partition));
        var next = log.committed(group, partition.topic()).get(partition);
        var stop = Optional.ofNullable(next).flatMap(offset -> verdict(partition, offset));
        if (stop.isPresent()) {
            throw stop(Set.of(partition), other -> stop.get());
        }
        stopped.remove(group, partition);
        long begin = next == null ? log.start(partition) : next;
        read.put(partition, begin);
        return begin;
    }

    /**
     * Why the topic must not be read, or partitions of it not read on.
     *
     * @throws TransientFailure when the broker does not answer
     */
    public List<Stop> stops(String topic) {
        var stops = new ArrayList<Stop>();
        former(topic, log.topicId(topic)).ifPresent(stops::add);
        log.committed(group, topic)
                .forEach((partition, next) -> verdict(partition, next).ifPresent(stops::add));
        return stops;
    }

    /**
     * Id of the topic that records come from which were fetched before this is asked.
     *
     * @param last offsets of the last ones
     * @throws TransientFailure TOPIC_REPLACED when the topic was made anew since this process began with it: then
     *     nobody knows which of both they come from
     */
    public UUID topicId(String topic, Map<TopicPartition, Long> last) {
        var topicId = requireSameTopic(topic, last.keySet());
        last.forEach((partition, offset) -> read.put(partition, offset + 1));
        return topicId;
    }

    private UUID requireSameTopic(String topic, Set<TopicPartition> partitions) {
        var now = log.topicId(topic);
        var known = former(topic, now);
        if (known.isPresent()) {
            throw stop(partitions, partition -> known.get());
        }
        var first = begun.getOrDefault(topic, now);
        if (now.equals(first)) {
            return now;
        }
        // The consumer waits at the first of its partitions: nobody else would say so of the others.
        var all = new LinkedHashSet<>(partitions);
        read.keySet().stream().filter(other -> other.topic().equals(topic)).forEach(all::add);
        throw stop(all, partition -> replaced(partition, first, now));
    }

    /**
     * What the database knows is asked when the process meets the topic: later on, an outage of it stops no reading.
     */
    private Optional<Stop> former(String topic, UUID now) {
        if (begun.containsKey(topic)) {
            return Optional.empty();
        }
        var stop = former.stop(topic, now);
        if (stop.isEmpty()) {
            begun.putIfAbsent(topic, now);
        }
        return stop;
    }

    private TransientFailure stop(Set<TopicPartition> partitions, Function<TopicPartition, Stop> why) {
        partitions.forEach(partition -> stopped.add(group, partition, why.apply(partition)));
        var stop = why.apply(partitions.iterator().next());
        return new TransientFailure(stop.code(), stop.what() + ". " + stop.wayOn());
    }

    private Stop replaced(TopicPartition partition, UUID first, UUID now) {
        return new GroupVerdicts(group, partition, read.getOrDefault(partition, 0L))
                .topicReplaced(first, now, former.wayOn(partition.topic(), first));
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
