package io.sightline.live;

import io.sightline.integration.HttpRule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.RouteDefinition;

/** Applies the rule on what listens for HTTP to what was really built: Java code may say anything. */
final class BuiltRule {
    private BuiltRule() {}

    static void check(String file, List<RouteBuilder> builders) throws LoadException {
        for (var builder : builders) {
            if (file.endsWith(".java") && !builder.getRests().getRests().isEmpty()) {
                throw new LoadException(
                        "it defines REST in Java, where what guards it cannot be judged; write a 'rest:'" + " in YAML");
            }
            for (var route : builder.getRoutes().getRoutes()) {
                if (!route.isCreatedFromRest()) {
                    check(route);
                }
            }
        }
    }

    private static void check(RouteDefinition route) throws LoadException {
        var notes = Stream.of(route.getNote(), route.getInput().getNote()).flatMap(Stream::ofNullable);
        var properties = Stream.ofNullable(route.getRouteProperties())
                .flatMap(List::stream)
                .map(property -> property.getKey() + ": " + property.getValue());
        var said = Stream.concat(notes, properties).collect(Collectors.joining("\n"));
        var refusal = HttpRule.refusal(route.getInput().getEndpointUri(), said, isGuarded(route));
        if (refusal.isPresent()) {
            throw new LoadException(refusal.get());
        }
    }

    private static boolean isGuarded(RouteDefinition route) {
        return route.getOutputs().stream()
                .filter(step -> !step.isAbstract() || step instanceof PolicyDefinition)
                .findFirst()
                .filter(step -> step instanceof PolicyDefinition policy
                        && !policy.getOutputs().isEmpty())
                .isPresent();
    }
}
