package io.sightline.camel;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What may pass between HTTP and messages: nothing that is not listed here.
 *
 * <p>Camel offers request headers, query parameters and form fields alike as message headers, and components take
 * orders from message headers: {@code kafka.OVERRIDE_TOPIC} chooses a topic (CVE-2026-49098), {@code CamelSqlQuery} the
 * SQL. So none of them comes in by itself; {@link ContractRequest} puts on the message what the contract declares.
 */
public final class HttpHeaderFilter implements HeaderFilterStrategy {
    private static final Set<String> IN = Set.of("traceparent", "tracestate");
    private static final Set<String> OUT = Set.of(
            "location",
            "etag",
            "cache-control",
            "last-modified",
            "accept-ranges",
            "content-range",
            "content-disposition",
            "inference-header-content-length",
            "sightline-window",
            "allow",
            "retry-after",
            "www-authenticate",
            "ratelimit",
            "ratelimit-policy");

    /** True refuses a header of the message for the answer. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True refuses a header, query parameter or form field of the request for the message. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        var request = exchange.getIn().getHeader(ContractRequest.SERVLET_REQUEST);
        return !(IN.contains(name.toLowerCase(Locale.ROOT))
                && request instanceof HttpServletRequest http
                && isHeader(http, name, value)
                && exchange.getIn().getHeader(name) == null);
    }

    /** A query parameter of the same name is none. */
    private static boolean isHeader(HttpServletRequest request, String name, @Nullable Object value) {
        var header = request.getHeader(name);
        return header != null && header.equals(value);
    }
}
