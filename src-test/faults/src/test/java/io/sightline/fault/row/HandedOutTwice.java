package io.sightline.fault.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Part of a runtime's Kafka clients by configuration: every third record is handed out twice in one poll, as a consumer
 * does that goes back while a batch is half filled. Camel gives one list to consumers and producers, so it is a
 * producer's interceptor too, one that changes nothing.
 */
public final class HandedOutTwice implements ConsumerInterceptor<Object, Object>, ProducerInterceptor<Object, Object> {
    private static final int EVERY = 3;

    @Override
    @SuppressWarnings("deprecation") // what replaces it comes with Kafka 4
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        var handedOut = new HashMap<TopicPartition, List<ConsumerRecord<Object, Object>>>();
        for (var partition : records.partitions()) {
            var twice = new ArrayList<ConsumerRecord<Object, Object>>();
            for (var entry : records.records(partition)) {
                twice.add(entry);
                if (entry.offset() % EVERY == 0) {
                    twice.add(entry);
                }
            }
            handedOut.put(partition, twice);
        }
        return new ConsumerRecords<>(handedOut);
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> entry) {
        return entry;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
