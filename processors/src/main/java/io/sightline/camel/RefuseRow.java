package io.sightline.camel;

import io.sightline.failure.PermanentFailure;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Fails with the {@link Keys#REFUSAL} of the message, so that the shared failure policy makes a dead letter of it. */
public final class RefuseRow implements Processor {
    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        exchange.setProperty(Keys.FRAME_ID, message.getHeader(Keys.FRAME_ID));
        exchange.setProperty(Keys.SOURCE_ID, message.getHeader(Keys.SOURCE_ID));
        exchange.setProperty(Keys.CAPTURED_AT, message.getHeader(Keys.CAPTURED_AT));
        exchange.setProperty(Keys.ORIGIN, message.getHeader(Keys.ORIGIN));
        throw message.getHeader(Keys.REFUSAL, PermanentFailure.class);
    }
}
