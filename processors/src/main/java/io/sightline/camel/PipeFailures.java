package io.sightline.camel;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the endpoint of a Pipe's error handler is not to get: what time may cure. For Pipes whose source gives
 * once more what failed; there an outage of any length makes no dead letter.
 */
public final class PipeFailures implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(PipeFailures.class);

    private final FailureClassifier classifier;

    public PipeFailures(FailureClassifier classifier) {
        this.classifier = classifier;
    }

    /** Whether what failed is to wait in its source. */
    public boolean waits(Exchange exchange) {
        return failure(exchange) instanceof TransientFailure;
    }

    /** Says what is waited for. */
    @Override
    public void process(Exchange exchange) {
        LOG.atWarn()
                .addKeyValue("route", exchange.getFromRouteId())
                .addKeyValue("cause", failure(exchange).getMessage())
                .log("what was read waits for a server that is away");
    }

    private Failure failure(Exchange exchange) {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return classifier.classify(caught == null ? new IllegalStateException("no exception is told") : caught);
    }
}
