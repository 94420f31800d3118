package io.sightline.live;

import io.sightline.integration.ConsumerGroups;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;

/**
 * Applies the rule on the consumer groups of built-in routes to the endpoints that were really made: of Java code, of
 * templates and Kamelets, and with a value for each placeholder.
 */
final class GroupRule {
    private final Supplier<ConsumerGroups> groups;

    GroupRule(Supplier<ConsumerGroups> groups) {
        this.groups = groups;
    }

    void check(Collection<Route> made) throws LoadException {
        for (var route : made) {
            if (route.getEndpoint() instanceof KafkaEndpoint kafka
                    && kafka.getConfiguration().getGroupId() != null) {
                var id = IdRule.isMade(route) ? "" : route.getRouteId();
                var refusal = groups.get().refusal(kafka.getConfiguration().getGroupId(), id);
                if (refusal.isPresent()) {
                    throw new LoadException(refusal.get());
                }
            }
        }
    }
}
