package io.sightline.cases;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;

/** Takes note of what it gets. A route that begins with it begins when the case sends something, and only then. */
final class StandInEndpoint extends DefaultEndpoint {
    private final String name;
    private final StandIns standIns;

    /** @param name by which cases call it */
    StandInEndpoint(String uri, Component component, String name, StandIns standIns) {
        super(uri, component);
        this.name = name;
        this.standIns = standIns;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                standIns.receive(name, exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new DefaultConsumer(this, processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new PollingConsumerSupport(this) {
            @Override
            public Exchange receive() {
                return receiveNoWait();
            }

            @Override
            public Exchange receiveNoWait() {
                var exchange = StandInEndpoint.this.createExchange();
                try {
                    standIns.react(name, exchange);
                } catch (Exception e) {
                    exchange.setException(e);
                }
                return exchange;
            }

            @Override
            public Exchange receive(long timeout) {
                return receiveNoWait();
            }
        };
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
