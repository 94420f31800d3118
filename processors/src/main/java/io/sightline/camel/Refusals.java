package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.PermanentFailure;
import org.apache.avro.generic.IndexedRecord;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Has a route write the letter of a row that the database refuses.
 *
 * @param route endpoint of the route; it gets the record's value with {@link Keys#RECORD} and {@link Keys#REFUSAL} and
 *     answers a message with {@link Keys#LETTER}
 */
public record Refusals(String route, FailureClassifier classifier) {
    Message write(Exchange batch, Message refused, PermanentFailure refusal) {
        var message = new DefaultMessage(batch.getContext());
        var record = refused.getHeader(Keys.RECORD, ConsumedRecord.class);
        message.setBody(record.value());
        message.setHeader(Keys.RECORD, record);
        message.setHeader(Keys.REFUSAL, refusal);
        message.setHeader(Keys.FRAME_ID, field(refused, "frameId"));
        message.setHeader(Keys.SOURCE_ID, field(refused, "sourceId"));
        message.setHeader(Keys.CAPTURED_AT, field(refused, "capturedAt"));
        message.setHeader(Keys.ORIGIN, field(refused, "origin"));
        var exchange = ExchangeHelper.createCopy(batch, false);
        exchange.setMessage(message);
        try (var template = batch.getContext().createProducerTemplate()) {
            var written = template.send(route, exchange);
            if (written.getException() != null) {
                throw classifier.classify(written.getException());
            }
            return written.getMessage();
        } catch (java.io.IOException e) {
            throw classifier.classify(e);
        }
    }

    private static @Nullable Object field(Message refused, String name) {
        var body = (IndexedRecord) refused.getBody();
        var field = body.getSchema().getField(name);
        return field == null ? null : body.get(field.pos());
    }
}
