package io.sightline.camel;

import io.sightline.claim.ClaimReader;
import io.sightline.claim.v1.ClaimRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: the object's stream. Body out: its bytes, once length and SHA-256 are those of {@link Keys#CLAIM}. */
public final class VerifyClaim implements Processor {
    private final ClaimReader reader = new ClaimReader();

    @Override
    public void process(Exchange exchange) throws IOException {
        var stream = (InputStream) exchange.getMessage().getBody();
        var content = reader.read(exchange.getProperty(Keys.CLAIM, ClaimRef.class), stream);
        long started = exchange.getProperty(Keys.FETCH_STARTED, Long.class);
        exchange.setProperty(Keys.FETCH_TIME, Duration.ofNanos(System.nanoTime() - started));
        exchange.setProperty(Keys.CONTENT, content);
        exchange.getMessage().setBody(content);
    }
}
