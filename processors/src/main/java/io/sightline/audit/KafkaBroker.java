package io.sightline.audit;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Kafka's own answers, a handful of requests whatever the topics hold. */
public final class KafkaBroker implements Broker {
    private static final long SECONDS_TO_WAIT = 15;

    private final Admin admin;

    public KafkaBroker(Admin admin) {
        this.admin = admin;
    }

    @Override
    public BrokerState read(AuditTopics topics) {
        var ids = new HashMap<String, UUID>();
        var partitions = describe(topics, ids);
        var commits = commits(topics);
        var starts = offsets(partitions, OffsetSpec.earliest());
        var ends = offsets(partitions, OffsetSpec.latest());
        var logs = new HashMap<TopicPartition, BrokerState.Span>();
        starts.forEach((partition, start) ->
                logs.put(partition, new BrokerState.Span(start, Math.max(start, ends.getOrDefault(partition, start)))));
        return new BrokerState(ids, logs, commits);
    }

    @Override
    public Map<TopicPartition, Long> ends(BrokerState state) {
        return offsets(state.logs().keySet(), OffsetSpec.latest());
    }

    private Collection<TopicPartition> describe(AuditTopics topics, Map<String, UUID> ids) {
        var partitions = new HashSet<TopicPartition>();
        var described = admin.describeTopics(topics.all()).topicNameValues();
        for (var topic : topics.all()) {
            var asked = Objects.requireNonNull(described.get(topic), topic);
            answer(asked, UnknownTopicOrPartitionException.class).ifPresent(description -> {
                var id = description.topicId();
                ids.put(topic, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
                description.partitions().forEach(found -> partitions.add(new TopicPartition(topic, found.partition())));
            });
        }
        return partitions;
    }

    private Map<String, Map<TopicPartition, Long>> commits(AuditTopics topics) {
        var asked = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        topics.groups().forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
        var answer = admin.listConsumerGroupOffsets(asked);
        var commits = new HashMap<String, Map<TopicPartition, Long>>();
        for (var group : topics.groups()) {
            var offsets = new HashMap<TopicPartition, Long>();
            // A group that nobody has been in yet has none.
            answer(answer.partitionsToOffsetAndMetadata(group), GroupIdNotFoundException.class)
                    .ifPresent(found -> found.forEach((partition, committed) -> {
                        if (committed != null) {
                            offsets.put(partition, committed.offset());
                        }
                    }));
            commits.put(group, offsets);
        }
        return commits;
    }

    /** A partition whose topic goes away meanwhile is left out. */
    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, which));
        var answer = admin.listOffsets(asked);
        var offsets = new HashMap<TopicPartition, Long>();
        for (var partition : partitions) {
            answer(answer.partitionResult(partition), UnknownTopicOrPartitionException.class)
                    .ifPresent(found -> offsets.put(partition, found.offset()));
        }
        return offsets;
    }

    /** What the broker answers; empty when it says that there is no such thing. */
    private static <T> Optional<T> answer(KafkaFuture<T> asked, Class<? extends ApiException> noSuchThing) {
        try {
            return Optional.of(asked.get(SECONDS_TO_WAIT, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (noSuchThing.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw silent(e);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(e);
        }
    }

    private static TransientFailure silent(Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the broker does not tell where topics begin and end and how far they are read; see"
                        + " camel.component.kafka.brokers",
                cause,
                Dependency.KAFKA);
    }
}
