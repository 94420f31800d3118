package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.jspecify.annotations.Nullable;

/** What one file has put into the context, so that all of it can be taken out. */
final class RunningUnit {
    final Unit unit;
    /** Of its routes and of those that its Kamelets became. */
    final Set<String> routes = new LinkedHashSet<>();

    /** Ids that its routes give to Kamelets, of which some become routes when they are first used. */
    final Set<String> named = new HashSet<>();

    /** Ids of all routes that were there before it, while it starts: those that come meanwhile are its own. */
    volatile @Nullable Set<String> before;

    /** The Kamelets that it uses, as they are called. */
    final List<Endpoint> kamelets = new ArrayList<>();

    final List<RouteConfigurationDefinition> configurations = new ArrayList<>();
    final List<RestDefinition> rests = new ArrayList<>();
    final List<String> templates = new ArrayList<>();

    RunningUnit(Unit unit) {
        this.unit = unit;
    }

    /**
     * Ids of its routes; while it starts, of those that have come. To be asked by any thread.
     *
     * @param present ids of all routes that are there now
     */
    Set<String> routes(Supplier<Set<String>> present) {
        var former = before;
        if (former != null) {
            var come = new LinkedHashSet<>(present.get());
            come.removeAll(former);
            // Else it has started meanwhile, and another one may have begun to.
            if (before == former) {
                return come;
            }
        }
        return routes;
    }

    /** Whether it has a route or route configuration of an id. */
    boolean has(String id) {
        return routes.contains(id)
                || configurations.stream().anyMatch(configuration -> id.equals(configuration.getId()));
    }
}
