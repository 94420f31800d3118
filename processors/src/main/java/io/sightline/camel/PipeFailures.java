package io.sightline.camel;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the error handler of a Pipe is not to get: what time may cure. For Pipes whose source gives once more what
 * failed; there an outage of any length makes no dead letter, and passes nothing over.
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

    /** Says what is passed over for good, as a Pipe wants it whose error handler is the log. */
    public void passOver(Exchange exchange) {
        var failure = failure(exchange);
        var message = exchange.getMessage();
        var line = LOG.atError()
                .addKeyValue("route", exchange.getFromRouteId())
                .addKeyValue("code", failure.code())
                .addKeyValue("cause", failure.getMessage());
        for (var origin : List.of(KafkaConstants.TOPIC, KafkaConstants.PARTITION, KafkaConstants.OFFSET)) {
            if (message.getHeader(origin) != null) {
                line = line.addKeyValue(
                        origin.replace("kafka.", "").toLowerCase(Locale.ROOT), message.getHeader(origin));
            }
        }
        line.log("what was read is passed over, and lost to the Pipe: its errorHandler is the log");
    }

    private Failure failure(Exchange exchange) {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return classifier.classify(caught == null ? new IllegalStateException("no exception is told") : caught);
    }
}
