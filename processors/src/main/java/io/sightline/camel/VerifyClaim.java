package io.sightline.camel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.claim.ClaimReader;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body in: the object's stream. Body out: its bytes, once length and SHA-256 are those of {@link Keys#CLAIM}. Counts
 * the objects that hold others; whoever asked says which.
 */
public final class VerifyClaim implements Processor {
    private final ClaimReader reader = new ClaimReader();
    private final Counter corrupt;

    public VerifyClaim(MeterRegistry meters) {
        // From the start, so that an alert sees the first one.
        this.corrupt = Counter.builder("sightline.claims.corrupt").register(meters);
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        var stream = (InputStream) exchange.getMessage().getBody();
        var content = read(exchange.getProperty(Keys.CLAIM, ClaimRef.class), stream);
        long started = exchange.getProperty(Keys.FETCH_STARTED, Long.class);
        exchange.setProperty(Keys.FETCH_TIME, Duration.ofNanos(System.nanoTime() - started));
        exchange.setProperty(Keys.CONTENT, content);
        exchange.getMessage().setBody(content);
    }

    private byte[] read(ClaimRef claim, InputStream object) throws IOException {
        try {
            return reader.read(claim, object);
        } catch (PermanentFailure failure) {
            corrupt.increment();
            throw failure;
        }
    }
}
