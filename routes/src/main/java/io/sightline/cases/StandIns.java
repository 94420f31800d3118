package io.sightline.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.EndpointStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Decides which endpoints are real. Those of components that work in memory alone are, unless the case names them, or
 * unless they lead to a route that is not loaded; whatever might need a server, a disk or a clock is not. (Camel's
 * AdviceWith replaces endpoints that were made before, and many cannot be made without the beans that they name.)
 */
final class StandIns implements ComponentResolver, EndpointStrategy {
    private static final Set<String> IN_MEMORY = Set.of(
            "bean",
            "class",
            "dataformat",
            "direct",
            "jolt",
            "json-patch",
            "json-validator",
            "jslt",
            "jsonata",
            "kamelet",
            "language",
            "log",
            "mock",
            "mustache",
            "ref",
            "seda",
            "validator",
            "velocity",
            "xslt",
            "xslt-saxon");

    private static final Set<String> WITH_RESOURCE = Set.of(
            "jolt",
            "json-validator",
            "jslt",
            "jsonata",
            "language",
            "mustache",
            "validator",
            "velocity",
            "xslt",
            "xslt-saxon");

    /** Where Camel looks for components. */
    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";

    private static final Set<String> TO_ROUTES = Set.of("direct", "seda");

    private final ComponentResolver camels;
    private final Mailbox mailbox;
    private final BeanPlacing placing;
    private final Map<String, Reaction> replaced = new LinkedHashMap<>();
    private final Set<String> absent = new TreeSet<>();
    private Set<String> begun = Set.of();

    StandIns(ComponentResolver camels, Mailbox mailbox, BeanPlacing placing) {
        this.placing = placing;
        this.camels = camels;
        this.mailbox = mailbox;
    }

    /** Replaces an endpoint; of one that is named twice, what was said first counts. */
    void replace(String pattern, Reaction reaction) {
        replaced.putIfAbsent(pattern, reaction);
    }

    /** @param names of what the routes that are loaded begin with */
    void keepReal(Set<String> names) {
        begun = names;
    }

    /** Names of components that were asked for and that the runtime does not have. */
    Set<String> absent() {
        synchronized (absent) {
            return new TreeSet<>(absent);
        }
    }

    @Override
    public @Nullable Component resolveComponent(String scheme, CamelContext camel) throws Exception {
        if (camel.getClassResolver().loadResourceAsURL(COMPONENTS + scheme) == null) {
            synchronized (absent) {
                absent.add(scheme);
            }
            return null;
        }
        if (!IN_MEMORY.contains(scheme)) {
            return new StandInComponent(this);
        }
        if (scheme.equals("bean")) {
            return new StandInBeanComponent(placing);
        }
        var real = camels.resolveComponent(scheme, camel);
        if (real == null || !WITH_RESOURCE.contains(scheme)) {
            return real;
        }
        var standIn = new StandInComponent(this);
        for (var component : List.of(real, standIn)) {
            component.setCamelContext(camel);
        }
        return new ResourceComponent(real, standIn);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        var name = EndpointName.of(uri);
        return endpoint instanceof StandInEndpoint || !isReplaced(name)
                ? endpoint
                : new StandInEndpoint(uri, endpoint.getComponent(), name, this);
    }

    private boolean isReplaced(String name) {
        // A file in Java may bring components of its own along.
        return !IN_MEMORY.contains(EndpointName.scheme(name))
                || replaced.keySet().stream().anyMatch(pattern -> EndpointName.isMeant(pattern, name))
                || (TO_ROUTES.contains(EndpointName.scheme(name)) && !begun.contains(name));
    }

    void receive(String name, Exchange exchange) throws Exception {
        mailbox.add(Received.of(name, exchange));
        react(name, exchange);
    }

    /** Answers without anything having come. */
    void react(String name, Exchange exchange) throws Exception {
        for (var reaction : replaced.entrySet()) {
            if (EndpointName.isMeant(reaction.getKey(), name)) {
                reaction.getValue().apply(exchange);
                return;
            }
        }
    }
}
