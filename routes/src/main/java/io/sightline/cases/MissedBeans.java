package io.sightline.cases;

import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Sees after each step whether it failed for want of a bean, before the route deals with that failure. */
final class MissedBeans implements InterceptStrategy {
    private final Consumer<String> missed;

    /** @param missed is told the name of each bean */
    MissedBeans(Consumer<String> missed) {
        this.missed = missed;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode definition, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, doneSync -> {
                    look(exchange);
                    callback.done(doneSync);
                });
            }
        };
    }

    private void look(Exchange exchange) {
        var failure = exchange.getException();
        if (failure != null) {
            Causes.missingBean(failure).ifPresent(missed);
        }
    }
}
