package io.sightline.camel;

import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * What each line of the log says of the trace and the frame that its thread works on, whoever writes it, until the
 * exchange ends. Threads serve other frames afterwards.
 */
final class LogContext {
    /** Id of the trace, 32 hexadecimal digits. */
    static final String TRACE_ID = "traceId";

    static final String FRAME_ID = "frameId";
    /** Id of the source, a text of a client. */
    static final String SOURCE = "source";

    private LogContext() {}

    /**
     * The trace is known of records, too, that cannot be read. What the thread said of a former frame goes: an exchange
     * that went to Kafka has ended elsewhere.
     */
    static void about(Exchange exchange, TraceContext trace) {
        clear();
        put(exchange, TRACE_ID, trace.traceId());
    }

    static void about(Exchange exchange, FrameReceived frame) {
        put(exchange, FRAME_ID, frame.getFrameId().toString());
        put(exchange, SOURCE, frame.getSourceId());
    }

    /**
     * For a thread that has waited for an exchange which goes to Kafka: that ends on a thread of Kafka's producer,
     * which takes nothing off this one.
     */
    static void clear() {
        MDC.remove(TRACE_ID);
        MDC.remove(FRAME_ID);
        MDC.remove(SOURCE);
    }

    private static void put(Exchange exchange, String key, String value) {
        MDC.put(key, value);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                MDC.remove(key);
            }
        });
    }
}
