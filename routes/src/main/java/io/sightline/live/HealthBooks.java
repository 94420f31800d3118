package io.sightline.live;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.PluginHelper;

/** What Camel's health has on routes. It keeps every route that it has ever looked at: seen on 4.17.0. */
final class HealthBooks {
    private static final List<String> KEPT_BY_ROUTE = List.of("routes", "consumers");

    private HealthBooks() {}

    /** Begins them anew, with the routes that there are. */
    static void renew(CamelContext camel) {
        var registry = HealthCheckRegistry.get(camel);
        if (registry == null) {
            return;
        }
        for (var id : KEPT_BY_ROUTE) {
            registry.getRepository(id).ifPresent(former -> {
                var fresh = PluginHelper.getHealthCheckResolver(camel).resolveHealthCheckRepository(id);
                fresh.setEnabled(former.isEnabled());
                registry.unregister(former);
                registry.register(fresh);
            });
        }
    }
}
