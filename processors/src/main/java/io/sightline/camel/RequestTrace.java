package io.sightline.camel;

import io.sightline.frame.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The trace that a request belongs to: the one it came with, or a new one. */
final class RequestTrace {
    static final String HEADER = "traceparent";

    private RequestTrace() {}

    /** Begins or continues the trace; later steps find it as header {@code traceparent}. */
    static void begin(Exchange exchange, HttpServletRequest request) {
        var notes = CallNotes.of(request);
        notes.follow(exchange);
        var trace = notes.trace();
        exchange.setProperty(Keys.TRACE, trace);
        exchange.getMessage().setHeader(HEADER, trace.traceparent());
    }

    /** Id of the trace, 32 hexadecimal digits. */
    static String idOf(Exchange exchange) {
        var trace = exchange.getProperty(Keys.TRACE, TraceContext.class);
        return (trace == null ? TraceContext.of(Optional.empty()) : trace).traceId();
    }
}
