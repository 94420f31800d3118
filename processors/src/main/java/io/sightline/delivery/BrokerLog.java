package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Logs as the broker knows them, asked each time. */
public final class BrokerLog implements Log {
    private static final long SECONDS_TO_WAIT = 15;

    private final Admin admin;
    private final TopicIds topicIds;

    public BrokerLog(Admin admin, TopicIds topicIds) {
        this.admin = admin;
        this.topicIds = topicIds;
    }

    @Override
    public UUID topicId(String topic) {
        return topicIds.now(topic);
    }

    @Override
    public long start(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest());
    }

    @Override
    public long end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest());
    }

    @Override
    public Map<TopicPartition, Long> committed(String group, String topic) {
        var committed = answer(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "what group " + group + " has committed of " + topic);
        return committed.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    @Override
    public List<Reader> readers(String group, String topic) {
        var described = answer(
                Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)),
                "who reads " + topic + " in group " + group);
        return described.members().stream()
                .filter(member -> member.assignment().topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(topic)))
                .map(member -> new Reader(member.clientId(), member.host()))
                .toList();
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return answer(
                        admin.listOffsets(Map.of(partition, which)).partitionResult(partition),
                        "where the log of " + partition + " begins and ends")
                .offset();
    }

    private static <T> T answer(KafkaFuture<T> asked, String what) {
        try {
            return asked.get(SECONDS_TO_WAIT, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw silent(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(what, e);
        }
    }

    private static TransientFailure silent(String what, Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the broker does not tell " + what + "; see camel.component.kafka.brokers",
                cause);
    }
}
