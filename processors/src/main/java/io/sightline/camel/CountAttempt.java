package io.sightline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Counts in {@link Keys#ATTEMPTS}, before each repeat: Camel's own counter is gone when a dead letter is written. */
public final class CountAttempt implements Processor {
    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(Keys.ATTEMPTS, of(exchange) + 1);
    }

    static int of(Exchange exchange) {
        return exchange.getProperty(Keys.ATTEMPTS, 1, Integer.class);
    }
}
