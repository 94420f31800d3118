package io.sightline.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;

/** Stands in for a component that would use the network: any parameters, and what comes goes to the test. */
final class StandIn extends DefaultComponent {
    private final Receiver receiver;

    StandIn(Receiver receiver) {
        this.receiver = receiver;
        // Autowiring would take it for the component whose name it has.
        setAutowiredEnabled(false);
    }

    /** What the test does with an exchange that was sent to the topic, bucket or statement of this name. */
    interface Receiver {
        void receive(String name, Exchange exchange) throws Exception;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        parameters.clear();
        return new ProcessorEndpoint(uri, this, exchange -> receiver.receive(name, exchange));
    }
}
