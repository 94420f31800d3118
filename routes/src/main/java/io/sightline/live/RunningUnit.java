package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.rest.RestDefinition;

/** What one file has put into the context, so that all of it can be taken out. */
final class RunningUnit {
    final Unit unit;
    /** Of its routes and of those that its Kamelets became. */
    final Set<String> routes = new LinkedHashSet<>();

    /** The Kamelets that it uses, as they are called. */
    final List<Endpoint> kamelets = new ArrayList<>();

    final List<RouteConfigurationDefinition> configurations = new ArrayList<>();
    final List<RestDefinition> rests = new ArrayList<>();
    final List<String> templates = new ArrayList<>();

    RunningUnit(Unit unit) {
        this.unit = unit;
    }

    /** Whether it has a route or route configuration of an id. */
    boolean has(String id) {
        return routes.contains(id)
                || configurations.stream().anyMatch(configuration -> id.equals(configuration.getId()));
    }
}
