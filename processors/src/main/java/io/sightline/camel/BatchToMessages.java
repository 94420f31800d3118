package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Body in: the exchanges of a Kafka batch. Body out: a message for each, with the value as body and header
 * {@link Keys#RECORD}. Headers that came over the wire do not become Camel headers: whoever writes to a topic could
 * steer components with them.
 */
public final class BatchToMessages implements Processor {
    private final Function<TopicPartition, UUID> topicIds;

    /** @param topicIds id of the topic of a partition; asked once for each batch, after it was fetched */
    public BatchToMessages(Function<TopicPartition, UUID> topicIds) {
        this.topicIds = topicIds;
    }

    @Override
    public void process(Exchange exchange) {
        List<?> batch = exchange.getMessage().getBody(List.class);
        exchange.setProperty(Keys.BATCH, batch);
        var messages = new ArrayList<Message>(batch.size());
        var ids = new HashMap<TopicPartition, UUID>();
        for (Object element : batch) {
            var record = record(((Exchange) element).getMessage(), ids);
            var message = new DefaultMessage(exchange.getContext());
            message.setBody(record.value());
            message.setHeader(Keys.RECORD, record);
            messages.add(message);
        }
        exchange.getMessage().setBody(messages);
    }

    private ConsumedRecord record(Message message, Map<TopicPartition, UUID> ids) {
        var partition = new TopicPartition(
                message.getHeader(KafkaConstants.TOPIC, String.class),
                message.getHeader(KafkaConstants.PARTITION, Integer.class));
        return new ConsumedRecord(
                partition.topic(),
                ids.computeIfAbsent(partition, topicIds),
                partition.partition(),
                message.getHeader(KafkaConstants.OFFSET, Long.class),
                Instant.ofEpochMilli(message.getHeader(KafkaConstants.TIMESTAMP, Long.class)),
                message.getHeader(KafkaConstants.KEY, byte[].class),
                message.getBody(byte[].class),
                headers(message));
    }

    private static Map<String, byte[]> headers(Message message) {
        var values = new HashMap<String, byte[]>();
        for (var header : message.getHeader(KafkaConstants.HEADERS, Headers.class)) {
            if (header.value() != null) {
                values.put(header.key(), header.value());
            }
        }
        return values;
    }
}
