package io.sightline.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ids of routes that run from what other routes make while they run, such as a Kamelet that an expression
 * names: nobody judges that before, and Camel would have it take the place of whatever has its id. A route that a
 * Kamelet became has its id for this Kamelet with these parameters, whose route may be made once more.
 */
final class IdGuard {
    /** What Camel adds, which differs each time. */
    private static final Set<String> OF_EACH_TIME =
            Set.of("parent-processor-id", "parent-route-id", "parentProcessorId", "parentRouteId", "uuid");

    private final CamelContext camel;
    private final BuiltIn builtIn;
    private volatile @Nullable Thread changing;
    private volatile @Nullable Thread loading;
    private volatile boolean hasBegun;

    private IdGuard(CamelContext camel, BuiltIn builtIn) {
        this.camel = camel;
        this.builtIn = builtIn;
    }

    /** Guards a context from now on. */
    static IdGuard of(CamelContext camel, BuiltIn builtIn) {
        var guard = new IdGuard(camel, builtIn);
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        Function<RouteDefinition, Boolean> former = model.getRouteFilter();
        model.setRouteFilter(route -> {
            guard.check(route);
            return former == null || former.apply(route);
        });
        return guard;
    }

    /** What this thread adds has been judged. */
    void begin() {
        hasBegun = true;
        changing = Thread.currentThread();
    }

    void end() {
        changing = null;
    }

    /** Endpoints that a thread makes have been judged, too: it runs the code of a file that has passed its trial. */
    void beginLoad(Thread thread) {
        loading = thread;
    }

    void endLoad() {
        loading = null;
    }

    /**
     * Whether an endpoint that this thread makes is neither the runtime's own, which is there before any file, nor
     * judged.
     */
    boolean isUnjudged() {
        var thread = Thread.currentThread();
        return hasBegun && changing != thread && loading != thread;
    }

    private void check(RouteDefinition route) {
        IdRule.resolve(route, camel);
        var id = route.getId();
        if (id == null || changing == Thread.currentThread()) {
            return;
        }
        var holder = camel.getRoute(id);
        if (builtIn.aside().contains(id) || (holder != null && !isSameUse(holder, route))) {
            throw new IllegalArgumentException(IdRule.isTaken(id).getMessage());
        }
    }

    private static boolean isSameUse(Route holder, RouteDefinition made) {
        return holder.isCreatedByKamelet()
                && holder.getRoute() instanceof RouteDefinition former
                && use(former).equals(use(made));
    }

    /** The Kamelet and its parameters. */
    private static Map<String, Object> use(RouteDefinition made) {
        var use = new HashMap<>(Objects.requireNonNullElse(made.getTemplateParameters(), Map.<String, Object>of()));
        use.keySet().removeAll(OF_EACH_TIME);
        return use;
    }
}
