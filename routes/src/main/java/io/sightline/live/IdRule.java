package io.sightline.live;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rule on ids to the routes that were really made: of Java code, of templates and Kamelets. Camel itself
 * lets a route take the place of any other one of its id, for ever.
 */
final class IdRule {
    /** What Camel calls a route or an operation of REST that has no id; each context counts for itself. */
    private static final Pattern NUMBERED = Pattern.compile("[a-z]+\\d+");

    private final CamelContext camel;
    private final BuiltIn builtIn;
    private final Set<String> guarded;
    private final Supplier<Collection<RunningUnit>> running;

    /**
     * Knows what runs.
     *
     * @param guarded ids of built-in routes that no file may replace
     * @param running what runs of files
     */
    IdRule(CamelContext camel, BuiltIn builtIn, Set<String> guarded, Supplier<Collection<RunningUnit>> running) {
        this.camel = camel;
        this.builtIn = builtIn;
        this.guarded = guarded;
        this.running = running;
    }

    /**
     * Judges routes that were made beside those that run.
     *
     * @param leaving what stops before they start
     */
    void check(Collection<Route> made, Collection<RunningUnit> leaving) throws LoadException {
        var free = new HashSet<String>();
        leaving.forEach(unit -> free.addAll(unit.routes));
        var ids = new HashSet<String>();
        for (var route : made) {
            var id = id(route);
            if (id == null) {
                continue;
            }
            if (!ids.add(id)) {
                throw isTwice(id);
            }
            checkGuarded(id);
            requireNoConfiguration(id);
            boolean isOfTheRuntime = builtIn.hasRoute(id) && !builtIn.aside().contains(id);
            if (isOfTheRuntime && isMade(route)) {
                throw isBuiltIn(id);
            }
            if (!isOfTheRuntime && !free.contains(id) && camel.getRoute(id) != null) {
                throw isTaken(id);
            }
        }
    }

    /**
     * Judges the ids that routes give to Kamelets, of which some become routes later.
     *
     * @param leaving what stops before they start
     */
    void checkNamed(Collection<String> named, Collection<RunningUnit> leaving) throws LoadException {
        for (var id : named) {
            checkGuarded(id);
            requireNoConfiguration(id);
            if (builtIn.hasRoute(id)) {
                throw isBuiltIn(id);
            }
            boolean isFree = leaving.stream().anyMatch(unit -> unit.routes.contains(id) || unit.named.contains(id));
            boolean isUsed =
                    camel.getRoute(id) != null || running.get().stream().anyMatch(unit -> unit.named.contains(id));
            if (isUsed && !isFree) {
                throw isTaken(id);
            }
        }
    }

    /** Judges route configurations. */
    void check(RouteConfigurationBuilder builder) throws LoadException {
        for (var configuration : builder.getRouteConfigurationCollection().getRouteConfigurations()) {
            var id = camel.resolvePropertyPlaceholders(Objects.requireNonNullElse(configuration.getId(), ""));
            if (id.isBlank() || !configuration.hasCustomIdAssigned()) {
                throw new LoadException("a route configuration without an id counts for all routes, the built-in ones"
                        + " too; give it an id, and name that by routeConfigurationId");
            }
            checkGuarded(id);
            if (builtIn.hasRoute(id)) {
                throw new LoadException(
                        "'" + id + "' is a built-in route, which no route configuration replaces; choose another id");
            }
        }
    }

    /** Judges a template of routes that is no Kamelet, before it is made: Camel knows both by the same name. */
    static void checkTemplate(String id, CamelContext context) throws LoadException {
        var model = context.getCamelContextExtension().getContextPlugin(Model.class);
        boolean isTaken = model.getRouteTemplateDefinition(id) != null
                || context.getClassResolver().loadResourceAsURL("kamelets/" + id + ".kamelet.yaml") != null;
        if (isTaken) {
            throw new LoadException("the id of a route template '" + id
                    + "' is taken by a Kamelet or by another template; choose another id");
        }
    }

    /** Gives a route the id that it will have, which Camel finds out after what has that id was to step aside. */
    static void resolve(RouteDefinition route, CamelContext camel) {
        var id = route.getId();
        if (id != null && id.contains("{{")) {
            route.setId(camel.resolvePropertyPlaceholders(id));
        }
    }

    /** Ids of these, but for those that Camel has numbered. */
    static Set<String> of(Collection<Route> routes) {
        var ids = new HashSet<String>();
        for (var route : routes) {
            var id = id(route);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    static LoadException isTwice(String id) {
        return new LoadException("two routes have the id '" + id + "'; give each one of its own");
    }

    static LoadException isTaken(String id) {
        return new LoadException("the route id '" + id + "' is taken by a route that runs; choose another id");
    }

    private static LoadException isBuiltIn(String id) {
        return new LoadException(
                "'" + id + "' is a built-in route, which only a 'route' of this id replaces; choose another id");
    }

    private void requireNoConfiguration(String id) throws LoadException {
        if (builtIn.hasConfiguration(id)) {
            throw new LoadException(
                    "'" + id + "' is a built-in route configuration, which no route replaces; choose another id");
        }
    }

    private void checkGuarded(String id) throws LoadException {
        if (guarded.contains(id)) {
            throw new LoadException("'" + id + "' is a built-in route"
                    + (builtIn.hasConfiguration(id) ? " configuration" : "")
                    + " that guards something, and no file replaces it; choose another id");
        }
    }

    /** Whether it stands for something else that the file says. */
    static boolean isMade(Route route) {
        return route.isCreatedByKamelet() || route.isCreatedByRouteTemplate() || route.isCreatedByRestDsl();
    }

    private static @Nullable String id(Route route) {
        var id = route.getRouteId();
        boolean isGiven = route.getRoute() instanceof RouteDefinition definition && definition.hasCustomIdAssigned();
        // Java code may say of any id that it was generated.
        boolean isNumbered = NUMBERED.matcher(id).matches() && (!isGiven || route.isCreatedByRestDsl());
        return isNumbered ? null : id;
    }
}
