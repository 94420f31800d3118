package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
    private final Topics topics;

    public BatchToMessages(Topics topics) {
        this.topics = topics;
    }

    /** Tells which topic the records of a batch come from; asked after it was fetched. */
    @FunctionalInterface
    public interface Topics {
        /**
         * Id of the topic.
         *
         * @param last offsets of the last records of the batch
         */
        UUID id(String topic, Map<TopicPartition, Long> last);
    }

    @Override
    public void process(Exchange exchange) {
        List<?> batch = exchange.getMessage().getBody(List.class);
        exchange.setProperty(Keys.BATCH, batch);
        var messages = new ArrayList<Message>(batch.size());
        var last = new HashMap<String, Map<TopicPartition, Long>>();
        for (Object element : batch) {
            var message = ((Exchange) element).getMessage();
            var partition = partition(message);
            last.computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                    .merge(partition, message.getHeader(KafkaConstants.OFFSET, Long.class), Math::max);
        }
        var ids = new HashMap<String, UUID>();
        last.forEach((topic, offsets) -> ids.put(topic, topics.id(topic, offsets)));
        for (Object element : batch) {
            var record = record(((Exchange) element).getMessage(), ids);
            var message = new DefaultMessage(exchange.getContext());
            message.setBody(record.value());
            message.setHeader(Keys.RECORD, record);
            messages.add(message);
        }
        exchange.getMessage().setBody(messages);
    }

    private static TopicPartition partition(Message message) {
        return new TopicPartition(
                message.getHeader(KafkaConstants.TOPIC, String.class),
                message.getHeader(KafkaConstants.PARTITION, Integer.class));
    }

    private static ConsumedRecord record(Message message, Map<String, UUID> ids) {
        var partition = partition(message);
        return new ConsumedRecord(
                partition.topic(),
                Objects.requireNonNull(ids.get(partition.topic())),
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
