package io.sightline.live;

import io.sightline.integration.HttpRule;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.rest.RestEndpoint;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;

/**
 * Applies the rule on what listens for HTTP to the endpoints that were really made: of Java code, of templates and
 * Kamelets, and with a value for each placeholder.
 */
final class BuiltRule {
    private BuiltRule() {}

    /**
     * What interceptors of all routes do is not taken back with their file, and what guards REST in Java nobody can
     * say.
     */
    static void check(String file, List<RouteBuilder> builders) throws LoadException {
        if (builders.stream().anyMatch(BuiltRule::interceptsAll)) {
            throw new LoadException("'interceptSendToEndpoint' counts for all routes of the process, and goes on when"
                    + " its file is gone; put its steps in front of the 'to' that they are for");
        }
        if (file.endsWith(".java")
                && builders.stream()
                        .anyMatch(builder -> !builder.getRests().getRests().isEmpty())) {
            throw new LoadException(
                    "it defines REST in Java, where what guards it cannot be judged; write a 'rest:' in YAML");
        }
    }

    private static boolean interceptsAll(RouteBuilder builder) {
        return !builder.getRoutes().getInterceptSendTos().isEmpty()
                || (builder instanceof RouteConfigurationBuilder configurations
                        && configurations.getRouteConfigurationCollection().getRouteConfigurations().stream()
                                .anyMatch(configuration ->
                                        !configuration.getInterceptSendTos().isEmpty()));
    }

    /** Judges all routes that a file became. */
    static void checkMade(Collection<Route> routes) throws LoadException {
        for (var route : routes) {
            var refusal = HttpRule.refusal(scheme(route), path(route), isGuarded(route, routes, new HashSet<>()));
            if (refusal.isPresent()) {
                throw new LoadException(refusal.get());
            }
        }
    }

    /** A component may go by any name. */
    private static String scheme(Route route) {
        return route.getEndpoint() instanceof PlatformHttpEndpoint
                ? "platform-http"
                : EndpointNames.scheme(route.getEndpoint());
    }

    private static String path(Route route) {
        Endpoint endpoint = route.getEndpoint();
        if (endpoint instanceof PlatformHttpEndpoint http) {
            return http.getPath() + (http.isMatchOnUriPrefix() ? "/*" : "");
        }
        if (endpoint instanceof RestEndpoint rest) {
            return rest.getPath() + "/" + Objects.requireNonNullElse(rest.getUriTemplate(), "");
        }
        var uri = URISupport.stripQuery(endpoint.getEndpointUri());
        return uri.substring(uri.indexOf(':') + 1).replaceFirst("^//", "");
    }

    /** What a REST definition in YAML is guarded by was judged when the file was read. */
    private static boolean isGuarded(Route route, Collection<Route> routes, Set<String> seen) {
        if (route.isCreatedByRestDsl()) {
            return true;
        }
        if (route.getRoute() instanceof RouteDefinition definition
                && (HttpRule.saysPublic(said(definition)) || beginsWithPolicy(definition))) {
            return true;
        }
        // What a Kamelet takes goes on to the routes that begin with it.
        var next = routes.stream()
                .filter(other -> other.getEndpoint() instanceof KameletEndpoint kamelet
                        && kamelet.getRouteId().equals(route.getRouteId()))
                .toList();
        return seen.add(route.getRouteId())
                && !next.isEmpty()
                && next.stream().allMatch(other -> isGuarded(other, routes, seen));
    }

    private static String said(RouteDefinition route) {
        var notes = Stream.of(route.getNote(), route.getInput().getNote()).filter(Objects::nonNull);
        var properties = Stream.ofNullable(route.getRouteProperties())
                .flatMap(List::stream)
                .map(property -> property.getKey() + ": " + property.getValue());
        return Stream.concat(notes, properties).collect(Collectors.joining("\n"));
    }

    private static boolean beginsWithPolicy(RouteDefinition route) {
        return route.getOutputs().stream()
                .filter(step -> !step.isAbstract() || step instanceof PolicyDefinition)
                .findFirst()
                .filter(step -> step instanceof PolicyDefinition policy
                        && !policy.getOutputs().isEmpty())
                .isPresent();
    }
}
