package io.sightline.camel;

import io.sightline.gate.Dependents;
import io.sightline.gate.GatedConsumer;
import io.sightline.gate.Gates;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Gives each consumer of camel-kafka a gate before what its group needs. */
public final class GatedClients extends DefaultKafkaClientFactory {
    private final Gates gates;
    private final Dependents dependents;

    public GatedClients(Gates gates, Dependents dependents) {
        this.gates = gates;
        this.dependents = dependents;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Consumer getConsumer(Properties settings) {
        var needed = dependents.ofGroup(settings.getProperty(ConsumerConfig.GROUP_ID_CONFIG, ""));
        var consumer = super.getConsumer(settings);
        return needed.isEmpty()
                ? consumer
                : GatedConsumer.around(consumer, () -> gates.firstClosed(needed).isEmpty());
    }
}
