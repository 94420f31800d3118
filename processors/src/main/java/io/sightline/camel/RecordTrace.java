package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.frame.TraceContext;
import org.apache.camel.Exchange;

/** The trace that a record belongs to. */
final class RecordTrace {
    private RecordTrace() {}

    /**
     * The one that was begun for it, or the one that it came with, or a new one: its claim, its letter and its lines of
     * the log belong together.
     */
    static TraceContext of(Exchange exchange, ConsumedRecord record) {
        var begun = exchange.getProperty(Keys.TRACE, TraceContext.class);
        return begun != null ? begun : TraceContext.of(record.header(RequestTrace.HEADER));
    }
}
