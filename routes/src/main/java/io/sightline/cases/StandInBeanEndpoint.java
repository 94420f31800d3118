package io.sightline.cases;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** An endpoint that calls what stands for a bean. */
final class StandInBeanEndpoint extends DefaultEndpoint {
    private final StandInBean bean;

    StandInBeanEndpoint(String uri, Component component, StandInBean bean) {
        super(uri, component);
        this.bean = bean;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                bean.process(exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("no route begins with a bean");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
