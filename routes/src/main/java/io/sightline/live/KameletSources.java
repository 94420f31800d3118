package io.sightline.live;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;

/** The Kamelets that routes begin with: each is a route of its own, which reads for the other one. */
final class KameletSources {
    private KameletSources() {}

    /**
     * The route, then the Kamelet that it begins with, then the one that this begins with: ids of those that there are.
     */
    static List<String> with(Route route) {
        var ids = new ArrayList<String>();
        var next = route;
        while (next != null && !ids.contains(next.getId())) {
            ids.add(next.getId());
            // An action or a sink begins with what is called kamelet:source, and is the route itself.
            next = next.getEndpoint() instanceof KameletEndpoint source
                    ? route.getCamelContext().getRoute(source.getRouteId())
                    : null;
        }
        return ids;
    }
}
