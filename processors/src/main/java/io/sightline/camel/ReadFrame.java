package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.registry.WireFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a value of the claims topic. Body out, and {@link Keys#FRAME}: the frame. Sets {@link Keys#CLAIM} too. */
public final class ReadFrame implements Processor {
    private final WireFormat format;

    public ReadFrame(WireFormat format) {
        this.format = format;
    }

    @Override
    public void process(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        var trace = RecordTrace.of(exchange, record);
        exchange.setProperty(Keys.TRACE, trace);
        LogContext.about(exchange, trace);
        var frame = Values.read(format, record, FrameReceived.class);
        LogContext.about(exchange, frame);
        exchange.setProperty(Keys.FRAME, frame);
        exchange.setProperty(Keys.CLAIM, frame.getClaim());
        exchange.getMessage().setBody(frame);
    }
}
