package io.sightline.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.impl.DefaultModel;
import org.apache.camel.model.Model;
import org.jspecify.annotations.Nullable;

/** Puts what a file defines into the context, and takes it out again, whole. */
final class UnitRunner {
    private final CamelContext camel;
    private final UnitLoader loader;
    private final Beans beans;
    private final BuiltIn builtIn;
    private final RouteStops stops;

    UnitRunner(CamelContext camel, UnitLoader loader, BuiltIn builtIn, RouteStops stops) {
        this.camel = camel;
        this.loader = loader;
        this.beans = new Beans(camel);
        this.builtIn = builtIn;
        this.stops = stops;
    }

    /**
     * Starts it.
     *
     * @param running of which nothing is there yet
     * @throws LoadException when that fails; then nothing of it is left
     */
    void start(RunningUnit running) throws LoadException {
        var unit = running.unit;
        var before = ids();
        running.before = before;
        var endpoints = kamelets();
        try {
            // Before Camel's own list changes, which others change too.
            var definitions = new ArrayList<>(model().getRouteDefinitions());
            var builders = loader.load(unit.file(), camel);
            BuiltRule.check(unit.name(), builders);
            for (var builder : builders) {
                addParts(builder, running);
            }
            for (var builder : builders) {
                addRoutes(builder, running);
            }
            complete(running, before, endpoints);
            var added = new ArrayList<>(model().getRouteDefinitions());
            added.removeAll(definitions);
            NamedKamelets.of(added, running.configurations)
                    .forEach(kamelets -> running.named.addAll(kamelets.ids(camel)));
            BuiltRule.checkMade(running.routes.stream()
                    .flatMap(id -> Stream.ofNullable(camel.getRoute(id)))
                    .toList());
        } catch (Throwable e) {
            complete(running, before, endpoints);
            stop(List.of(running));
            throw LoadException.of(e, camel);
        }
    }

    private void complete(RunningUnit running, Set<String> before, List<Endpoint> endpoints) {
        running.routes.addAll(added(before));
        running.kamelets.addAll(kamelets());
        running.kamelets.removeAll(endpoints);
        running.before = null;
    }

    private void addParts(RouteBuilder builder, RunningUnit running) throws Exception {
        if (builder instanceof RouteConfigurationBuilder configurations) {
            addConfigurations(configurations, running);
        }
        for (var template : builder.getRouteTemplateCollection().getRouteTemplates()) {
            removeTemplate(template.getId());
            running.templates.add(template.getId());
        }
        builder.prepareModel(camel);
        running.rests.addAll(builder.getRests().getRests());
    }

    /** In two steps: Camel would make and add them in one, and what they replace is known only in between. */
    private void addConfigurations(RouteConfigurationBuilder builder, RunningUnit running) throws Exception {
        var collection = builder.getRouteConfigurationCollection();
        builder.setCamelContext(camel);
        collection.setCamelContext(camel);
        builder.configuration();
        if (builder.getResource() != null) {
            collection.setResource(builder.getResource());
        }
        // Camel alone says which preconditions are fulfilled.
        var including = new DefaultModel(camel);
        including.addRouteConfigurations(collection.getRouteConfigurations());
        var definitions = including.getRouteConfigurationDefinitions();
        try {
            for (var definition : definitions) {
                builtIn.configurationStepsAside(
                        camel.resolvePropertyPlaceholders(Objects.requireNonNullElse(definition.getId(), "")));
            }
            model().addRouteConfigurations(definitions);
        } finally {
            running.configurations.addAll(definitions);
            running.configurations.retainAll(model().getRouteConfigurationDefinitions());
        }
    }

    private void addRoutes(RouteBuilder builder, RunningUnit running) throws Exception {
        var routes = builder.getRoutes().getRoutes();
        for (var route : routes) {
            IdRule.resolve(route, camel);
            builtIn.stepAside(route.getId());
            requireFree(route.getId());
        }
        for (var route : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            requireFree(route.getRouteId());
        }
        try {
            model().addRouteDefinitions(routes);
        } catch (Throwable e) {
            // Some of them may have begun, and are called already.
            removeRoutes(routes.stream()
                    .flatMap(route -> Stream.ofNullable(route.getId()))
                    .toList());
            throw e;
        }
        routes.forEach(route -> running.routes.add(route.getId()));
        builder.addTemplatedRoutesToCamelContext(camel);
    }

    private void requireFree(@Nullable String id) throws LoadException {
        if (id != null && model().getRouteDefinition(id) != null) {
            throw IdRule.isTaken(id);
        }
    }

    /** Takes them out: what their routes have begun they end first, as far as the time-out lets them. */
    void stop(Collection<RunningUnit> units) {
        removeRoutes(units.stream().flatMap(unit -> unit.routes.stream()).toList());
        units.forEach(this::removeUsed);
        units.forEach(this::removeParts);
        HealthBooks.renew(camel);
    }

    /** Routes that its Kamelets became when they were first used. */
    private void removeUsed(RunningUnit running) {
        removeRoutes(running.named.stream()
                .filter(id -> camel.getRoute(id) != null && camel.getRoute(id).isCreatedByKamelet())
                .toList());
        // A Kamelet's endpoint that stays makes no route when it is used again.
        for (var endpoint : kamelets()) {
            if (endpoint instanceof KameletEndpoint kamelet && running.named.contains(kamelet.getRouteId())) {
                quietly(() -> camel.removeEndpoint(endpoint));
            }
        }
    }

    private void removeParts(RunningUnit running) {
        // A Kamelet's endpoint that stays makes no route when it is used again.
        for (var endpoint : running.kamelets) {
            quietly(() -> camel.removeEndpoint(endpoint));
        }
        var model = model();
        model.getRestDefinitions().removeAll(running.rests);
        for (var configuration : running.configurations) {
            quietly(() -> model.removeRouteConfiguration(configuration));
        }
        for (var template : running.templates) {
            quietly(() -> removeTemplate(template));
        }
        running.unit.beans().forEach(beans::remove);
        PipeProperties.of(camel).set(running.unit.name(), List.of());
    }

    void removeRoutes(Collection<String> ids) {
        quietly(() -> stops.stop(ids));
        for (var id : ids) {
            quietly(() -> {
                camel.removeRoute(id);
                var left = model().getRouteDefinition(id);
                if (left != null) {
                    model().removeRouteDefinition(left);
                }
            });
        }
    }

    private void removeTemplate(String id) throws Exception {
        var former = model().getRouteTemplateDefinition(id);
        if (former != null) {
            model().removeRouteTemplateDefinition(former);
        }
    }

    private List<Endpoint> kamelets() {
        return camel.getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointUri().startsWith("kamelet:"))
                .toList();
    }

    private Set<String> ids() {
        var ids = new HashSet<String>();
        camel.getRoutes().forEach(route -> ids.add(route.getId()));
        return ids;
    }

    private Set<String> added(Set<String> before) {
        var added = ids();
        added.removeAll(before);
        return added;
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** What cannot be taken out must not keep the rest in. */
    private static void quietly(Removal removal) {
        try {
            removal.run();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            LiveRoutes.LOG.warn("A part of a file's routes could not be removed", e);
        }
    }

    /** Of one part. */
    private interface Removal {
        void run() throws Exception;
    }
}
