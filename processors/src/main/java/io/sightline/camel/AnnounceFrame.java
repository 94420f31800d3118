package io.sightline.camel;

import io.sightline.delivery.FrameOrigin;
import io.sightline.frame.Identities;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: the {@link Keys#FRAME} as an event, ready to be encoded. */
public final class AnnounceFrame implements Processor {
    @Override
    public void process(Exchange exchange) {
        var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
        new Event(frame, frame.getFrameId(), frame.getSourceId(), frame.getReceivedAt())
                .onto(exchange, exchange.getProperty(Keys.TRACE, TraceContext.class), RedriveTrail.of(exchange));
        exchange.getMessage()
                .setHeader(
                        Event.ORIGIN,
                        frame.getOrigin() == null ? FrameOrigin.NONE : Identities.position(frame.getOrigin()));
    }
}
