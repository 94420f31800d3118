package io.sightline.live;

import io.sightline.integration.ConsumerGroups;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rule on the consumer groups of built-in routes to the endpoints that were really made: of Java code, of
 * templates and Kamelets, and with a value for each placeholder.
 */
final class GroupRule {
    private final Supplier<ConsumerGroups> source;
    private @Nullable ConsumerGroups known;

    /** @param groups asked once, by whoever first has something judged */
    GroupRule(Supplier<ConsumerGroups> groups) {
        this.source = groups;
    }

    void check(Collection<Route> made) throws LoadException {
        // Known from the first trial on: what gives them serves one thread, and routes that run ask by any.
        groups();
        for (var route : made) {
            var refusal = refusal(route.getEndpoint(), IdRule.isMade(route) ? "" : route.getRouteId());
            if (refusal.isPresent()) {
                throw new LoadException(refusal.get());
            }
        }
    }

    /**
     * Refuses from now on what routes make while they run, such as what an expression of {@code poll} names: no route
     * that may have the group of a built-in one begins with that.
     *
     * @param guard knows what files have been judged
     */
    void guard(CamelContext camel, IdGuard guard) {
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (guard.isUnjudged()) {
                refusal(endpoint, "").ifPresent(refusal -> {
                    throw new IllegalArgumentException(refusal);
                });
            }
            return endpoint;
        });
    }

    /** @param route id of the route that begins with it; empty when it may not replace a built-in one */
    private Optional<String> refusal(Endpoint endpoint, String route) {
        return endpoint instanceof KafkaEndpoint kafka
                        && kafka.getConfiguration().getGroupId() != null
                ? groups().refusal(kafka.getConfiguration().getGroupId(), route)
                : Optional.empty();
    }

    private synchronized ConsumerGroups groups() {
        var groups = known;
        if (groups == null) {
            groups = source.get();
            known = groups;
        }
        return groups;
    }
}
