package io.sightline.camel;

import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.failure.FailureClassifier;
import java.util.List;
import org.apache.camel.ProducerTemplate;

/** Hands records of the outbox to {@code direct:publish-letters}, which returns when the broker has them. */
record LetterSender(ProducerTemplate template, FailureClassifier classifier) implements Outbox.Sender {
    @Override
    public void send(List<OutboxRecord> records) {
        var sent = template.send(
                "direct:publish-letters",
                exchange -> exchange.getMessage()
                        .setBody(records.stream()
                                .map(record -> Mail.message(record, exchange.getContext()))
                                .toList()));
        if (sent.getException() != null) {
            throw classifier.classify(sent.getException());
        }
    }
}
