package io.sightline.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.jspecify.annotations.Nullable;

/** Finds the ids that routes give to Kamelets, whichever of their nodes names these: of some no route is made yet. */
final class NamedKamelets {
    private static final Pattern KAMELET =
            Pattern.compile("kamelet:/*[^/?,\\s]+(?:/([^?,\\s}]+))?(?:[?](?:[^,\\s]*?&)?routeId=([^&,\\s}]+))?");

    /** Nodes whose expression says where to send; that of others may hold any text. */
    private static final Set<Class<?>> SENDERS = Set.of(
            DynamicRouterDefinition.class,
            EnrichDefinition.class,
            PollEnrichDefinition.class,
            RecipientListDefinition.class,
            RoutingSlipDefinition.class);

    private NamedKamelets() {}

    /** @param context gives placeholders their values */
    static Set<String> ids(Collection<RouteDefinition> routes, CamelContext context) {
        return routes.stream()
                .flatMap(route -> texts(route).map(text -> resolved(text, route, context)))
                .flatMap(text -> KAMELET.matcher(text).results())
                .flatMap(found -> Stream.of(found.group(1), found.group(2)).filter(Objects::nonNull))
                .filter(id -> !id.contains("${"))
                .collect(Collectors.toSet());
    }

    private static Stream<String> texts(RouteDefinition route) {
        var nodes = Stream.concat(
                Stream.of(route.getInput().getEndpointUri()),
                route.getOutputs().stream().flatMap(NamedKamelets::all).map(NamedKamelets::text));
        return Stream.concat(nodes, Stream.of(deadLetters(route))).filter(Objects::nonNull);
    }

    private static Stream<ProcessorDefinition<?>> all(ProcessorDefinition<?> node) {
        return Stream.concat(
                Stream.of(node),
                Stream.of(node.getOutputs(), besides(node))
                        .flatMap(List::stream)
                        .flatMap(NamedKamelets::all));
    }

    /** Nodes that Camel does not count among the outputs. */
    private static List<ProcessorDefinition<?>> besides(ProcessorDefinition<?> node) {
        var nodes = new ArrayList<ProcessorDefinition<?>>();
        if (node instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            nodes.addAll(breaker.getOnFallback().getOutputs());
        } else if (node instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> nodes.addAll(when.getOutputs()));
            Stream.ofNullable(choice.getOtherwise()).forEach(otherwise -> nodes.addAll(otherwise.getOutputs()));
        } else if (node instanceof SagaDefinition saga) {
            nodes.add(saga.getCompensation());
            nodes.add(saga.getCompletion());
        }
        nodes.removeIf(Objects::isNull);
        return nodes;
    }

    private static @Nullable String text(ProcessorDefinition<?> node) {
        if (node instanceof EndpointRequiredDefinition sender) {
            return sender.getEndpointUri();
        }
        if (node instanceof ToDynamicDefinition sender) {
            return sender.getUri();
        }
        if (node instanceof KameletDefinition kamelet) {
            return "kamelet:" + kamelet.getName();
        }
        if (SENDERS.contains(node.getClass())
                && node instanceof ExpressionNode sender
                && sender.getExpression() != null) {
            var expression = sender.getExpression();
            return Objects.requireNonNullElseGet(
                    expression.getExpression(), () -> String.valueOf(expression.getExpressionValue()));
        }
        return null;
    }

    private static @Nullable String deadLetters(RouteDefinition route) {
        Object handler = route.isErrorHandlerFactorySet() ? route.getErrorHandlerFactory() : null;
        if (handler instanceof ErrorHandlerDefinition definition) {
            handler = definition.getErrorHandlerType();
        }
        return handler instanceof DeadLetterChannelDefinition channel ? channel.getDeadLetterUri() : null;
    }

    private static String resolved(String text, RouteDefinition route, CamelContext context) {
        if (!text.contains("{{")) {
            return text;
        }
        var filled = text;
        var parameters = Objects.requireNonNullElse(route.getTemplateParameters(), Map.<String, Object>of());
        for (var parameter : parameters.entrySet()) {
            filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
        }
        try {
            return context.resolvePropertyPlaceholders(filled);
        } catch (IllegalArgumentException e) {
            // What has no value is told when the route is made.
            return filled;
        }
    }
}
