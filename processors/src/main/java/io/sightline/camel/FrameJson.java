package io.sightline.camel;

import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a frame as JSON. Sets {@link Keys#FRAME}, {@link Keys#CLAIM} and {@link Keys#TRACE}. */
public final class FrameJson implements Processor {
    /** Whether the body may be a frame: it begins as a JSON object does, and no picture. */
    public boolean isFrame(Exchange exchange) {
        var body = exchange.getMessage().getBody();
        var start = body instanceof byte[] bytes
                ? new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1)
                : body instanceof String text ? text : "";
        return start.stripLeading().startsWith("{");
    }

    /** @throws io.sightline.failure.PermanentFailure UNDECODABLE_RECORD when the body is no frame */
    @Override
    public void process(Exchange exchange) {
        var frame = ContractJson.read(exchange.getMessage(), FrameReceived.class);
        exchange.setProperty(Keys.FRAME, frame);
        exchange.setProperty(Keys.CLAIM, frame.getClaim());
        exchange.setProperty(
                Keys.TRACE,
                TraceContext.of(Optional.ofNullable(exchange.getMessage().getHeader("traceparent", String.class))));
    }
}
