package io.sightline.cases;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of failures that no sender is told of: those of exchanges that go on after their sender has. An exchange
 * that a sender waits for is none of them, since he may deal with its failure.
 */
final class Unattended extends EventNotifierSupport implements RoutePolicyFactory {
    /** Holds the id of the exchange, for exchanges that are made of it take the property over. */
    private static final String MARK = "SightlineUnattended";

    private final List<Failure> failures = new ArrayList<>();
    private boolean closed;

    /** A failure as it was when its exchange ended. */
    record Failure(Exchange exchange, Throwable exception, List<String> where) {}

    /** Has a step mark the exchanges with which it goes on by itself. */
    void prepare(ProcessorDefinition<?> step) {
        if (step instanceof WireTapDefinition<?> tap) {
            var own = ownPreparation(tap);
            tap.setOnPrepare(null);
            tap.onPrepare((Processor) exchange -> {
                mark(exchange);
                if (own != null) {
                    own.process(exchange);
                }
            });
        } else if (step instanceof AggregateDefinition || step instanceof OnCompletionDefinition) {
            var marking = new ProcessDefinition(Unattended::mark);
            marking.setParent(step);
            step.getOutputs().add(0, marking);
        }
    }

    private static @Nullable Processor ownPreparation(WireTapDefinition<?> tap) {
        var reference = tap.getOnPrepare();
        return reference == null
                ? tap.getOnPrepareProcessor()
                : exchange -> exchange.getContext()
                        .getRegistry()
                        .lookupByNameAndType(reference.replaceFirst("^#(bean:)?", ""), Processor.class)
                        .process(exchange);
    }

    private static void mark(Exchange exchange) {
        exchange.setProperty(MARK, exchange.getExchangeId());
    }

    /** What comes out of a queue is waited for by nobody, unless its sender expects an answer. */
    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route begun, Exchange exchange) {
                if (begun.getEndpoint() instanceof SedaEndpoint
                        && !exchange.getPattern().isOutCapable()) {
                    mark(exchange);
                }
            }
        };
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeFailedEvent;
    }

    @Override
    public synchronized void notify(CamelEvent event) {
        if (!closed && event instanceof ExchangeFailedEvent failed) {
            var exchange = failed.getExchange();
            var exception = exchange.getException();
            if (exception != null && exchange.getExchangeId().equals(exchange.getProperty(MARK))) {
                failures.add(new Failure(exchange, exception, Causes.where(exchange)));
            }
        }
    }

    /** Whatever fails from now on is not kept. */
    synchronized void end() {
        closed = true;
    }

    synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }
}
