package io.sightline.delivery;

import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer group stands in its partitions: what PostgreSQL says, remembered until anything fails. Memory can
 * only be behind, never ahead, and then the compare-and-set of the next batch fails.
 */
public final class Positions {
    private final SinkOffsets offsets;
    private final Log log;
    private final StoppedPartitions stopped;
    private final FailureClassifier classifier;
    private final DatabaseIdentity identity;
    private final String group;
    private final Map<TopicPartition, Position> known = new ConcurrentHashMap<>();

    public Positions(
            DataSource database,
            DatabaseIdentity identity,
            String group,
            Log log,
            StoppedPartitions stopped,
            FailureClassifier classifier) {
        this.offsets = new SinkOffsets(database, group);
        this.log = log;
        this.stopped = stopped;
        this.classifier = classifier;
        this.identity = identity;
        this.group = group;
    }

    String group() {
        return group;
    }

    SinkOffsets offsets() {
        return offsets;
    }

    Log log() {
        return log;
    }

    /**
     * Where to read on in a partition that this process is given: at the group's position or, if it never had one, at
     * the log's start. In a partition that is stopped it is the log's end, so that nothing is read in vain.
     *
     * @throws io.sightline.failure.TransientFailure when PostgreSQL or the broker does not answer
     */
    public long resume(TopicPartition partition) {
        forget(List.of(partition));
        var position = read(partition);
        var stop = divided(partition.topic()).or(() -> verdict(partition, position));
        if (stop.isPresent()) {
            stop(partition, stop.get());
            return log.end(partition);
        }
        stopped.remove(group, partition);
        known.put(partition, position);
        return position.next();
    }

    /**
     * Why the topic must not be read, or partitions of it not read on: those that the group has a position in.
     *
     * @throws io.sightline.failure.TransientFailure when PostgreSQL or the broker does not answer
     */
    public List<Stop> stops(String topic) {
        var stops = new ArrayList<Stop>();
        divided(topic).ifPresent(stops::add);
        for (var partition : begun(topic)) {
            verdict(partition, read(partition)).ifPresent(stops::add);
        }
        return stops;
    }

    boolean isStopped(TopicPartition partition) {
        return stopped.contains(group, partition);
    }

    void stop(TopicPartition partition, Stop stop) {
        forget(List.of(partition));
        stopped.add(group, partition, stop);
    }

    Position of(TopicPartition partition) {
        return known.computeIfAbsent(partition, this::read);
    }

    void moved(Collection<Advance> steps) {
        steps.forEach(step -> known.put(step.partition(), new Position(step.topicId(), step.next())));
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(known::remove);
    }

    /** Each of two databases would get a part of the topic, and neither could tell what it lacks. */
    private Optional<Stop> divided(String topic) {
        return log.readers(group, topic).stream()
                .flatMap(reader -> identity
                        .otherThan(group, reader.clientId())
                        .map(other -> Verdicts.divided(group, topic, reader.host(), other, identity.clientId(group)))
                        .stream())
                .findFirst();
    }

    /**
     * The position was read before the log is asked: it may have moved since, but never beyond what the log says now.
     */
    private Optional<Stop> verdict(TopicPartition partition, Position position) {
        UUID topicId = log.topicId(partition.topic());
        long end = log.end(partition);
        long start = log.start(partition);
        var verdicts = new Verdicts(group, partition, position);
        if (!topicId.equals(position.topicId())) {
            return Optional.of(verdicts.topicReplaced(topicId));
        }
        if (position.next() > end) {
            return Optional.of(verdicts.beyondEnd(end));
        }
        if (position.next() >= start) {
            return Optional.empty();
        }
        var now = read(partition);
        return now.equals(position) ? Optional.of(verdicts.expired(start)) : verdict(partition, now);
    }

    private List<TopicPartition> begun(String topic) {
        try {
            return offsets.partitions(topic);
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }

    private Position read(TopicPartition partition) {
        try {
            var found = offsets.find(partition);
            if (found.isPresent()) {
                return found.get();
            }
            offsets.begin(partition, log.topicId(partition.topic()), log.start(partition));
            return offsets.find(partition).orElseThrow();
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }
}
