package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
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

    private long offset(TopicPartition partition, OffsetSpec which) {
        try {
            return admin.listOffsets(Map.of(partition, which))
                    .partitionResult(partition)
                    .get(SECONDS_TO_WAIT, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw silent(partition, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(partition, e);
        }
    }

    private static TransientFailure silent(TopicPartition partition, Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the broker does not tell where the log of " + partition
                        + " begins and ends; see camel.component.kafka.brokers",
                cause);
    }
}
