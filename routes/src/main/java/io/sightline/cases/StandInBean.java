package io.sightline.cases;

import java.util.function.Consumer;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a bean, whichever of its methods is called: as a processor or a policy it does to the exchange what the
 * case says, and as an aggregation strategy to the latest of those that it joins; as an expression its value is the
 * body that the case says, and the exchange stays as it is.
 */
final class StandInBean implements Processor, Policy, Expression, AggregationStrategy {
    private final String name;
    private final Reaction reaction;
    private final Consumer<Exchange> called;

    /** @param called is told of each call */
    StandInBean(String name, Reaction reaction, Consumer<Exchange> called) {
        this.name = name;
        this.reaction = reaction;
        this.called = called;
    }

    String name() {
        return name;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        called.accept(exchange);
        reaction.apply(exchange);
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {}

    @Override
    public Processor wrap(Route route, Processor guarded) {
        return exchange -> {
            process(exchange);
            if (exchange.getException() == null) {
                guarded.process(exchange);
            }
        };
    }

    @Override
    public Exchange aggregate(@Nullable Exchange former, Exchange latest) {
        try {
            process(latest);
        } catch (Exception e) {
            latest.setException(e);
        }
        return latest;
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        called.accept(exchange);
        var own = exchange.copy();
        // Whoever handles a failure asks while it is there.
        own.setException(null);
        try {
            reaction.apply(own);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        if (own.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeCamelException(own.getException());
        }
        return own.getMessage().getBody(type);
    }
}
