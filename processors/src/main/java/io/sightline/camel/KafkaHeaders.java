package io.sightline.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Headers between routes and topics. Out go those of an event and no others; in comes none, because who writes to a
 * topic must not steer a component (what came is in {@link Keys#RECORD}).
 */
public final class KafkaHeaders implements HeaderFilterStrategy {
    static final Set<String> OUT =
            Set.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "traceparent");

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return true;
    }
}
