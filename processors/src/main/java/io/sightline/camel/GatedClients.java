package io.sightline.camel;

import io.sightline.delivery.DatabaseIdentity;
import io.sightline.failure.Dependency;
import io.sightline.gate.Dependents;
import io.sightline.gate.GatedConsumer;
import io.sightline.gate.Gates;
import io.sightline.gate.GroupPauses;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives each consumer of camel-kafka a gate before what its group needs, and those of the sink a client id that says
 * which database they store in. Groups of integrators wait after a failure instead, where they commit what is done;
 * others would go back to what they have read long ago.
 *
 * <p>The gate is closed as well while the routes are being stopped: camel-kafka would pass its half-filled batch on to
 * steps that have ended already.
 */
public final class GatedClients extends DefaultKafkaClientFactory implements CamelContextAware {
    /** Groups whose positions are in the database. */
    private static final String SINKS = "sightline-sink-";

    private final Gates gates;
    private final Dependents dependents;
    private final DatabaseIdentity database;
    private final GroupPauses pauses;
    private @Nullable CamelContext context;

    public GatedClients(Gates gates, Dependents dependents, DatabaseIdentity database, GroupPauses pauses) {
        this.gates = gates;
        this.dependents = dependents;
        this.database = database;
        this.pauses = pauses;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Consumer getConsumer(Properties settings) {
        var group = settings.getProperty(ConsumerConfig.GROUP_ID_CONFIG, "");
        var needed = dependents.ofGroup(group);
        if (group.startsWith(SINKS)) {
            settings.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, database.clientId(group));
        }
        var consumer = super.getConsumer(settings);
        if (!needed.isEmpty()) {
            return GatedConsumer.around(consumer, () -> isOpen(needed));
        }
        boolean commitsItself = Boolean.parseBoolean(
                String.valueOf(settings.getOrDefault(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "true")));
        return commitsItself ? consumer : GatedConsumer.around(consumer, () -> isOpen(needed) && pauses.isOver(group));
    }

    boolean isOpen(Set<Dependency> needed) {
        var isStopping = context != null && (context.isStopping() || context.isStopped());
        return !isStopping && gates.firstClosed(needed).isEmpty();
    }
}
