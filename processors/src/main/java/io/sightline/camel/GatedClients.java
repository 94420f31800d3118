package io.sightline.camel;

import io.sightline.delivery.DatabaseIdentity;
import io.sightline.gate.Dependents;
import io.sightline.gate.GatedConsumer;
import io.sightline.gate.Gates;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Gives each consumer of camel-kafka a gate before what its group needs, and those of the sink a client id that says
 * which database they store in.
 */
public final class GatedClients extends DefaultKafkaClientFactory {
    private final Gates gates;
    private final Dependents dependents;
    private final Set<String> sinks;
    private final DatabaseIdentity database;

    /** @param sinks groups whose positions are in the database */
    public GatedClients(Gates gates, Dependents dependents, Set<String> sinks, DatabaseIdentity database) {
        this.gates = gates;
        this.dependents = dependents;
        this.sinks = sinks;
        this.database = database;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Consumer getConsumer(Properties settings) {
        var group = settings.getProperty(ConsumerConfig.GROUP_ID_CONFIG, "");
        var needed = dependents.ofGroup(group);
        if (sinks.contains(group)) {
            settings.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, database.clientId(group));
        }
        var consumer = super.getConsumer(settings);
        return needed.isEmpty()
                ? consumer
                : GatedConsumer.around(consumer, () -> gates.firstClosed(needed).isEmpty());
    }
}
