package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
                .log("what was read waits for a server, or a step, that is away");
    }

    /** Says what is passed over for good, as a Pipe wants it whose error handler is the log. */
    public void passOver(Exchange exchange) {
        var failure = failure(exchange);
        var line = LOG.atError()
                .addKeyValue("route", exchange.getFromRouteId())
                .addKeyValue("code", failure.code())
                .addKeyValue("cause", failure.getMessage());
        for (var part : origin(exchange).entrySet()) {
            line = line.addKeyValue(part.getKey(), part.getValue());
        }
        line.log("what was read is passed over, and lost to the Pipe: its errorHandler is the log");
    }

    /** Where that lies which an exchange was read from, by names of the log; empty when nothing tells. */
    static Map<String, Object> origin(Exchange exchange) {
        var message = exchange.getMessage();
        var origin = new LinkedHashMap<String, Object>();
        // A property once it is read, and a header where it cannot be.
        var record = exchange.getProperty(
                Keys.RECORD, message.getHeader(Keys.RECORD, ConsumedRecord.class), ConsumedRecord.class);
        var upload = exchange.getProperty(Keys.UPLOAD, Uploads.Upload.class);
        if (record != null) {
            origin.put("topic", record.topic());
            origin.put("partition", record.partition());
            origin.put("offset", record.offset());
        } else if (upload != null) {
            origin.put(
                    "bucket",
                    UploadPlace.parse(exchange.getProperty(Keys.UPLOAD_PLACE, String.class))
                            .bucket());
            origin.put("object", upload.name());
        } else {
            origin.put("topic", message.getHeader(KafkaConstants.TOPIC));
            origin.put("partition", message.getHeader(KafkaConstants.PARTITION));
            origin.put("offset", message.getHeader(KafkaConstants.OFFSET));
            origin.values().removeIf(Objects::isNull);
        }
        return origin;
    }

    private Failure failure(Exchange exchange) {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return FailurePolicy.classify(
                classifier, caught == null ? new IllegalStateException("no exception is told") : caught);
    }
}
