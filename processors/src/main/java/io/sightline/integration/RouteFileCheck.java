package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.Set;

/** Judges a file of routes, route configurations, REST definitions and beans. */
final class RouteFileCheck {
    private static final Set<String> BEFORE_ROUTES = Set.of(
            "errorHandler", "intercept", "interceptFrom", "interceptSendToEndpoint", "onCompletion", "onException");
    static final String INTERCEPTS_ALL =
            "'interceptSendToEndpoint' counts for all routes of the process, and goes on when its file is gone";
    static final String INSTEAD = "put its steps in front of the 'to' that they are for, or into a route with 'direct:'"
            + " that all of them send to";

    private static final Set<String> ROUTES = Set.of("from", "rest", "route");

    private final Schema schema;
    private final ComponentCatalogue catalogue;

    RouteFileCheck(Schema schema, ComponentCatalogue catalogue) {
        this.schema = schema;
        this.catalogue = catalogue;
    }

    void check(YamlNode file, FileScope scope, Facts facts) {
        var collector = new RouteCollector(scope, facts, catalogue);
        new SchemaCheck(scope.findings(), collector).check(schema, file, new Text(Place.START, "", true, false), "");
        scope.checkPlaceholders(file, "");
        if (file instanceof Items elements) {
            checkOrder(elements, scope.findings());
        }
    }

    /** What counts for all routes of a file counts for none that stand before it: Camel refuses the file. */
    private static void checkOrder(Items elements, Findings findings) {
        boolean route = false;
        for (int index = 0; index < elements.items().size(); index++) {
            if (!(elements.items().get(index) instanceof Entries element)
                    || element.entries().isEmpty()) {
                continue;
            }
            var key = element.entries().get(0).key();
            route |= ROUTES.contains(key.value());
            if (route && BEFORE_ROUTES.contains(key.value())) {
                findings.error(
                        key.place(),
                        Paths.key(Paths.index("", index), key.value()),
                        "'" + key.value() + "' stands behind a route, and must come before all routes of its file",
                        "for routes of several files there is 'routeConfiguration'");
            }
        }
    }
}
