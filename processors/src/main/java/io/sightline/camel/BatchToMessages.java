package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.TopicIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.common.header.Headers;

/**
 * Body in: the exchanges of a Kafka batch. Body out: a message for each, with the value as body and header
 * {@link Keys#RECORD}. Headers that came over the wire do not become Camel headers: whoever writes to a topic could
 * steer components with them.
 */
public final class BatchToMessages implements Processor {
    private final TopicIds topicIds;

    public BatchToMessages(TopicIds topicIds) {
        this.topicIds = topicIds;
    }

    @Override
    public void process(Exchange exchange) {
        List<?> batch = exchange.getMessage().getBody(List.class);
        exchange.setProperty(Keys.BATCH, batch);
        var messages = new ArrayList<Message>(batch.size());
        for (Object element : batch) {
            var record = record(((Exchange) element).getMessage());
            var message = new DefaultMessage(exchange.getContext());
            message.setBody(record.value());
            message.setHeader(Keys.RECORD, record);
            messages.add(message);
        }
        exchange.getMessage().setBody(messages);
    }

    private ConsumedRecord record(Message message) {
        var topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        return new ConsumedRecord(
                topic,
                topicIds.of(topic),
                message.getHeader(KafkaConstants.PARTITION, Integer.class),
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
