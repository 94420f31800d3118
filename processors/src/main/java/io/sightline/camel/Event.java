package io.sightline.camel;

import io.sightline.delivery.FrameOrigin;
import io.sightline.delivery.Redriven;
import io.sightline.frame.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/**
 * A contract record on its way to a topic, with the headers of CloudEvents' binary mode.
 *
 * @param source source that the event is about; null when unknown
 */
record Event(SpecificRecordBase body, UUID id, @Nullable String source, Instant time) {
    /**
     * Header: the record of the frames topic that a claim came of, as ids name its position. So much is known of it
     * also where its value cannot be read or stored.
     */
    static final String ORIGIN = FrameOrigin.HEADER;

    private static final String PRODUCER = "/sightline";

    /** The same for what is made of a record: the redrive that it is part of goes on with it. */
    void onto(Exchange exchange, @Nullable TraceContext trace, Optional<Redriven> redriven) {
        onto(exchange, trace);
        redriven.ifPresent(trail -> trail.passedOn().headers().forEach(exchange.getMessage()::setHeader));
    }

    /** Makes the event the exchange's message; of the former one only {@link Keys#RECORD} stays. */
    void onto(Exchange exchange, @Nullable TraceContext trace) {
        var headers = new HashMap<String, Object>();
        var record = exchange.getMessage().getHeader(Keys.RECORD);
        if (record != null) {
            headers.put(Keys.RECORD, record);
        }
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id.toString());
        headers.put("ce_source", PRODUCER);
        headers.put("ce_type", body.getSchema().getFullName());
        headers.put("ce_time", time.toString());
        if (source != null) {
            headers.put("ce_subject", source);
            headers.put(KafkaConstants.KEY, source.getBytes(StandardCharsets.UTF_8));
        }
        if (trace != null) {
            headers.put("traceparent", trace.traceparent());
        }
        exchange.setProperty(Keys.SCHEMA, body.getSchema());
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(body);
    }
}
