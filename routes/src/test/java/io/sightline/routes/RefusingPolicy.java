package io.sightline.routes;

import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** Lets nobody in. */
final class RefusingPolicy implements Policy {
    @Override
    public void beforeWrap(Route route, NamedNode definition) {}

    @Override
    public Processor wrap(Route route, Processor processor) {
        return exchange -> {
            throw new SecurityException("not you");
        };
    }
}
