package io.sightline.camel;

import io.sightline.delivery.OutboxRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** A message on its way to a topic, there and back between Camel and the outbox. */
final class Mail {
    private Mail() {}

    /** The record that the message would become; empty when its body is not encoded. */
    static Optional<OutboxRecord> of(Message message, String topic) {
        if (!(message.getBody() instanceof byte[] value)) {
            return Optional.empty();
        }
        var headers = new HashMap<String, byte[]>();
        for (var name : KafkaHeaders.OUT) {
            var text = message.getHeader(name, String.class);
            if (text != null) {
                headers.put(name, text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(
                new OutboxRecord(topic, message.getHeader(KafkaConstants.KEY, byte[].class), value, headers));
    }

    static Message message(OutboxRecord record, CamelContext camel) {
        var message = new DefaultMessage(camel);
        message.setBody(record.value());
        record.headers().forEach(message::setHeader);
        message.setHeader(KafkaConstants.KEY, record.key());
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, record.topic());
        return message;
    }
}
