package io.sightline.benchmark;

import io.sightline.camel.HttpHeaderFilter;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.springframework.mock.web.MockHttpServletRequest;

/** The questions that Camel asks the header filter about a request as browsers and proxies send it, and its answer. */
final class FilteredHeaders implements AutoCloseable {
    private static final List<Map.Entry<String, String>> REQUEST = List.of(
            Map.entry("Host", "sightline.example.org"),
            Map.entry("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"),
            Map.entry("Accept", "application/json"),
            Map.entry("Accept-Encoding", "gzip, deflate, br"),
            Map.entry("Accept-Language", "en"),
            Map.entry("Authorization", "Bearer x"),
            Map.entry("Content-Type", "image/jpeg"),
            Map.entry("Content-Length", "200000"),
            Map.entry("Idempotency-Key", "1b4e28ba-2fa1-11d2-883f-0016d3cca427"),
            Map.entry("X-Forwarded-For", "192.0.2.7"),
            Map.entry("X-Forwarded-Proto", "https"),
            Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    private static final List<String> ANSWER = List.of(
            "traceparent",
            "Content-Type",
            "Cache-Control",
            "ETag",
            "Location",
            "CamelHttpResponseCode",
            "CamelHttpServletRequest",
            "CamelHttpServletResponse",
            "source",
            "limit");

    private final HttpHeaderFilter filter = new HttpHeaderFilter();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);

    FilteredHeaders() {
        var request = new MockHttpServletRequest("POST", "/v1/frames");
        REQUEST.forEach(header -> request.addHeader(header.getKey(), header.getValue()));
        exchange.getIn().setHeader("CamelHttpServletRequest", request);
    }

    /** How many headers pass, of the request and of the answer. */
    int passing() {
        int passing = 0;
        for (var header : REQUEST) {
            passing += filter.applyFilterToExternalHeaders(header.getKey(), header.getValue(), exchange) ? 0 : 1;
        }
        for (var name : ANSWER) {
            passing += filter.applyFilterToCamelHeaders(name, "value", exchange) ? 0 : 1;
        }
        return passing;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
