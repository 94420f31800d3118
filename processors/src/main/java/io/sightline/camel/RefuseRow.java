package io.sightline.camel;

import io.sightline.failure.PermanentFailure;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Fails with the {@link Keys#REFUSAL} of the message, so that the shared failure policy makes a dead letter of it. */
public final class RefuseRow implements Processor {
    @Override
    public void process(Exchange exchange) {
        throw exchange.getMessage().getHeader(Keys.REFUSAL, PermanentFailure.class);
    }
}
