package io.sightline.live;

import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ids of routes that run from what other routes make while they run, such as a Kamelet that an expression
 * names: nobody judges that before, and Camel would have it take the place of whatever has its id. A route that a
 * Kamelet became is not kept from another use of the same id.
 */
final class IdGuard {
    private final CamelContext camel;
    private final BuiltIn builtIn;
    private volatile @Nullable Thread changing;

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
        changing = Thread.currentThread();
    }

    void end() {
        changing = null;
    }

    private void check(RouteDefinition route) {
        IdRule.resolve(route, camel);
        var id = route.getId();
        if (id == null || changing == Thread.currentThread()) {
            return;
        }
        var holder = camel.getRoute(id);
        if (builtIn.aside().contains(id) || (holder != null && !holder.isCreatedByKamelet())) {
            throw new IllegalArgumentException(IdRule.isTaken(id).getMessage());
        }
    }
}
