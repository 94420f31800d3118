package io.sightline.camel;

import io.sightline.gate.GroupPauses;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Lets a split pass the records of a Kafka batch on one after the other, up to the first that fails. When the exchange
 * is over, what was done before that one is committed, and the records from there on come again: the commit of a whole
 * batch would lose them, and a batch that is repeated as a whole would give a sink its first records again and again.
 *
 * <p>Body in: the exchanges of a batch, or the messages that {@link BatchToMessages} has made of them. Body out: what a
 * split with {@code streaming} and with this as its {@code aggregationStrategy} goes through. The split must not say
 * {@code stopOnException}: Camel would then stop at a handled failure too, and the rest would be lost.
 */
public final class RecordByRecord implements Processor, AggregationStrategy {
    private final GroupPauses pauses;

    public RecordByRecord(GroupPauses pauses) {
        this.pauses = pauses;
    }

    @Override
    public void process(Exchange exchange) {
        List<?> given = exchange.getMessage().getBody(List.class);
        if (exchange.getProperty(Keys.BATCH) == null) {
            exchange.setProperty(Keys.BATCH, given);
        }
        var messages = given.stream().map(RecordByRecord::message).toList();
        var records =
                new RecordsInHand(exchange.getProperty(Keys.BATCH, List.class), messages, pauses, group(exchange));
        exchange.setProperty(Keys.IN_HAND, records);
        exchange.getExchangeExtension().addOnCompletion(records);
        exchange.getMessage().setBody(records);
    }

    @Override
    public Exchange aggregate(@Nullable Exchange gathered, Exchange part) {
        // A fresh exchange: a part's own carries marks of its handled failure, which would stop the whole batch.
        var result = gathered == null ? new DefaultExchange(part.getContext()) : gathered;
        if (part.getException() == null) {
            part.getProperty(Keys.IN_HAND, RecordsInHand.class).noteDone();
        } else {
            part.getProperty(Keys.IN_HAND, RecordsInHand.class).noteFailed();
            result.setException(part.getException());
        }
        return result;
    }

    private static Message message(Object element) {
        if (element instanceof Message message) {
            return message;
        }
        var record = ((Exchange) element).getMessage();
        var message = new DefaultMessage(record.getExchange().getContext());
        message.copyFrom(record);
        message.removeHeader(KafkaConstants.MANUAL_COMMIT);
        return message;
    }

    private static String group(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof KafkaEndpoint kafka
                ? String.valueOf(kafka.getConfiguration().getGroupId())
                : "";
    }
}
