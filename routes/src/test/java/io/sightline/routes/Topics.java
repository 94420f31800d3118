package io.sightline.routes;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Keeps what was sent to each topic, unless the topic is away. */
final class Topics implements StandIn.Receiver {
    final List<String> away = new CopyOnWriteArrayList<>();
    /** Topics that take nothing, and never will. */
    final List<String> refusing = new CopyOnWriteArrayList<>();

    private final Map<String, List<Message>> sent = new ConcurrentHashMap<>();

    @Override
    public void receive(String topic, Exchange exchange) throws Exception {
        if (refusing.contains(topic)) {
            throw new IllegalStateException("not this one");
        }
        if (away.contains(topic)) {
            throw new IOException("broker is away");
        }
        var messages = sent.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>());
        if (exchange.getMessage().getBody() instanceof List<?> many) {
            many.forEach(message -> messages.add(((Message) message).copy()));
        } else {
            messages.add(exchange.getMessage().copy());
        }
    }

    /** Messages that the topic received, one by one or as lists. */
    List<Message> sentTo(String topic) {
        return sent.getOrDefault(topic, List.of());
    }
}
