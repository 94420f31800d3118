package io.sightline.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Exchanges as a route would hand them to an adapter. */
final class Exchanges {
    private static final CamelContext CAMEL = new DefaultCamelContext();

    private Exchanges() {}

    static Exchange withBody(@Nullable Object body) {
        var exchange = new DefaultExchange(CAMEL);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
