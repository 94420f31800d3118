package io.sightline.camel;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Gates;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Closes the gate of the server for whose absence a record or a batch of a stage has failed, when it has been tried as
 * often as its route says.
 */
public final class WatchOutages extends EventNotifierSupport {
    private final Gates gates;
    private final FailureClassifier classifier;

    public WatchOutages(Gates gates, FailureClassifier classifier) {
        this.gates = gates;
        this.classifier = classifier;
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailedEvent failed && !getCamelContext().isStopping()) {
            var exchange = failed.getExchange();
            if (exchange.getProperty(Keys.STAGE) != null
                    && classifier.classify(exchange.getException()) instanceof TransientFailure outage) {
                gates.report(outage);
            }
        }
    }
}
