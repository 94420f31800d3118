package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * Builds the routes of a file beside those that run, under ids of their own, and takes them away again. Endpoints,
 * beans, placeholders and processors are found then, or not; no route begins.
 */
final class Trial {
    /** Of ids of routes on trial. */
    static final String MARK = "trial-of-";

    private final CamelContext camel;
    private final UnitLoader loader;
    private final Beans beans;

    Trial(CamelContext camel, UnitLoader loader, Beans beans) {
        this.camel = camel;
        this.loader = loader;
        this.beans = beans;
    }

    void run(Unit unit) throws LoadException {
        var bound = beans.bound(unit.beans());
        try {
            var builders = loader.load(unit.file());
            BuiltRule.check(unit.name(), builders);
            // A Kamelet's route has an id of its own, which it cannot share with the one that runs.
            if (!unit.usesKamelets()) {
                build(builders);
            }
        } catch (LoadException e) {
            throw e;
        } catch (Exception e) {
            throw LoadException.of(e);
        } finally {
            beans.restore(unit.beans(), bound);
        }
    }

    private void build(List<RouteBuilder> builders) throws Exception {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        var routes = new ArrayList<RouteDefinition>();
        for (var builder : builders) {
            routes.addAll(builder.getRoutes().getRoutes());
        }
        for (int index = 0; index < routes.size(); index++) {
            disguise(routes.get(index), index);
        }
        try {
            model.addRouteDefinitions(routes);
        } finally {
            for (var route : routes) {
                model.removeRouteDefinition(route);
            }
        }
    }

    private static void disguise(RouteDefinition route, int index) {
        var id = route.getId();
        route.setId(MARK + (id == null ? index : id));
        route.setAutoStartup("false");
        route.setStartupOrder(null);
        for (var step : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step.hasCustomIdAssigned()) {
                step.setId(MARK + step.getId());
            }
        }
    }
}
