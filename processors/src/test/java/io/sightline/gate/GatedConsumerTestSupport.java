package io.sightline.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;

/** Kafka's own double of its client stands for the broker. */
abstract class GatedConsumerTestSupport {
    static final Duration TIMEOUT = Duration.ZERO;
    static final TopicPartition ONE = new TopicPartition("claims", 0);
    static final TopicPartition OTHER = new TopicPartition("claims", 1);

    final AtomicBoolean refuseCommits = new AtomicBoolean();
    final MockConsumer<String, String> kafka = new MockConsumer<>(OffsetResetStrategy.EARLIEST) {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (refuseCommits.get()) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets, timeout);
        }
    };
    final AtomicBoolean open = new AtomicBoolean(true);
    final Consumer<String, String> consumer = GatedConsumer.around(kafka, open::get);
    final List<TopicPartition> assigned = new ArrayList<>();

    @BeforeEach
    void join() {
        consumer.subscribe(List.of("claims"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                assigned.removeAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                assigned.addAll(partitions);
            }
        });
        kafka.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
        kafka.rebalance(List.of(ONE));
    }

    void arrive(TopicPartition partition, long first, long end) {
        for (long offset = first; offset < end; offset++) {
            kafka.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "camera", "frame"));
        }
    }

    List<Long> offsets() {
        return StreamSupport.stream(consumer.poll(TIMEOUT).spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }

    void commit(TopicPartition partition, long next) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)), Duration.ofSeconds(5));
    }
}
