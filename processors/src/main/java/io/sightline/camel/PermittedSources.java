package io.sightline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Headers out: {@code everySource} and {@code sources}, the caller's part in the SQL of a route outside of the
 * contracts, {@code (:#everySource::boolean or source_id = any(:#sources::text[]))}. Fails with UNAUTHENTICATED where
 * no policy has verified a caller.
 */
public final class PermittedSources implements Processor {
    @Override
    public void process(Exchange exchange) {
        var rule = CurrentCaller.of(exchange).sources();
        rule.queryParameters().forEach(exchange.getMessage()::setHeader);
    }
}
