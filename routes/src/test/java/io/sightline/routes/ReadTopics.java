package io.sightline.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.ProcessorEndpoint;

/** Topics that can be read too: the test hands over what arrives. */
final class ReadTopics extends DefaultComponent {
    private final Topics topics;
    private final Map<String, Processor> readers = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> settings = new ConcurrentHashMap<>();

    ReadTopics(Topics topics) {
        this.topics = topics;
        setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) {
        var given = Map.copyOf(parameters);
        parameters.clear();
        return new ProcessorEndpoint(uri, this, exchange -> topics.receive(topic, exchange)) {
            @Override
            public Consumer createConsumer(Processor processor) {
                readers.put(topic, processor);
                settings.put(topic, given);
                return new DefaultConsumer(this, processor);
            }
        };
    }

    /** Lets the route that reads the topic have an exchange; fails when there is none. */
    Exchange handOver(String topic, Exchange exchange) throws Exception {
        var reader = readers.get(topic);
        if (reader == null) {
            throw new IllegalStateException("nobody reads " + topic + ", only " + readers.keySet());
        }
        reader.process(exchange);
        return exchange;
    }

    /** How the topic is read. */
    Map<String, Object> settings(String topic) {
        return settings.getOrDefault(topic, Map.of());
    }
}
