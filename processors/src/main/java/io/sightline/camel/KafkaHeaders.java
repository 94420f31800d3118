package io.sightline.camel;

import io.sightline.delivery.Redriven;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Headers between routes and topics. Out go those of an event, of a record that is redriven its own
 * ({@link Keys#ORIGINAL_HEADERS}), and no others; in comes none, because who writes to a topic must not steer a
 * component (what came is in {@link Keys#RECORD}).
 */
public final class KafkaHeaders implements HeaderFilterStrategy {
    static final Set<String> OUT = Set.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "ce_subject",
            Event.ORIGIN,
            "traceparent",
            Redriven.LETTER,
            Redriven.COUNT,
            Redriven.FAILED_AT);

    /** Names that components take orders by. */
    private static final List<String> ORDERS = List.of("kafka.", "camel");

    /** Whether a header of a record may stand on a message that goes to Kafka. */
    static boolean isHarmless(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return ORDERS.stream().noneMatch(lower::startsWith);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT)) && !isOriginal(name, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return true;
    }

    private static boolean isOriginal(String name, Exchange exchange) {
        return exchange.getProperty(Keys.ORIGINAL_HEADERS) instanceof Set<?> names
                && names.contains(name)
                && isHarmless(name);
    }
}
