package io.sightline.camel;

import io.sightline.delivery.Outbox;
import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends at once what was decided on models. Nothing else: whoever has decided something does not wait for what is left
 * of an outage.
 */
public final class RelayAnnouncements implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RelayAnnouncements.class);

    private final Outbox outbox;
    private final String topic;
    private final FailureClassifier classifier;

    /** @param topic name of the topic of models */
    public RelayAnnouncements(Outbox outbox, String topic, FailureClassifier classifier) {
        this.outbox = outbox;
        this.topic = topic;
        this.classifier = classifier;
    }

    @Override
    public void process(Exchange exchange) {
        try (var template = exchange.getContext().createProducerTemplate()) {
            var sender = new LetterSender(template, classifier);
            int sent;
            do {
                sent = outbox.relay(topic, RelayOutbox.AT_ONCE, sender);
            } while (sent == RelayOutbox.AT_ONCE);
        } catch (SQLException | java.io.IOException | RuntimeException e) {
            // It waits in the outbox, and whoever sends that meets the same and says so.
            LOG.atDebug().addKeyValue("topic", topic).setCause(e).log("an announcement is sent later");
        }
    }
}
