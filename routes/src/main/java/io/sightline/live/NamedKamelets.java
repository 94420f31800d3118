package io.sightline.live;

import io.sightline.integration.KameletRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ids that routes and route configurations give to Kamelets, whichever of their nodes names these: of some no
 * route is made yet.
 *
 * @param nodes all that they have
 * @param further what they send to besides
 * @param parameters those of the template that they were made of, by name
 */
record NamedKamelets(List<ProcessorDefinition<?>> nodes, List<String> further, Map<String, Object> parameters) {
    private static final Pattern KAMELET =
            Pattern.compile("kamelet:/*[^/?,\\s]+(?:/([^?,\\s}]+))?(?:[?](?:[^,\\s]*?&)?routeId=([^&,\\s}]+))?");

    /** Nodes whose expression says where to send; that of others may hold any text. */
    private static final Set<Class<?>> SENDERS = Set.of(
            DynamicRouterDefinition.class,
            EnrichDefinition.class,
            PollEnrichDefinition.class,
            RecipientListDefinition.class,
            RoutingSlipDefinition.class);

    static NamedKamelets of(RouteDefinition route) {
        var further = Stream.of(route.getInput().getEndpointUri(), deadLetters(handler(route)));
        return new NamedKamelets(
                all(route.getOutputs()),
                further.filter(Objects::nonNull).toList(),
                Objects.requireNonNullElse(route.getTemplateParameters(), Map.of()));
    }

    static NamedKamelets of(RouteConfigurationDefinition configuration) {
        var steps = Stream.of(
                        configuration.getOnExceptions(),
                        configuration.getOnCompletions(),
                        configuration.getIntercepts(),
                        configuration.getInterceptFroms())
                .<ProcessorDefinition<?>>flatMap(List::stream)
                .toList();
        var further = Stream.ofNullable(deadLetters(configuration.getErrorHandler()));
        return new NamedKamelets(all(steps), further.toList(), Map.of());
    }

    /** Those of routes and of route configurations. */
    static List<NamedKamelets> of(
            Collection<RouteDefinition> routes, Collection<RouteConfigurationDefinition> configurations) {
        return Stream.concat(
                        routes.stream().map(NamedKamelets::of),
                        configurations.stream().map(NamedKamelets::of))
                .toList();
    }

    /** @param context gives placeholders their values */
    Set<String> ids(CamelContext context) {
        var texts = Stream.concat(further.stream(), nodes.stream().flatMap(node -> Stream.ofNullable(text(node))));
        return texts.map(text -> resolved(text, context))
                .flatMap(text -> KAMELET.matcher(text).results())
                .flatMap(found -> Stream.of(found.group(1), found.group(2)).filter(Objects::nonNull))
                .filter(id -> !id.contains("${"))
                .collect(Collectors.toSet());
    }

    /**
     * Refuses a Kamelet that has an id and parameters that differ from exchange to exchange. Those in a list of
     * recipients are judged when they are called.
     *
     * @param context gives placeholders their values
     */
    void requireFixed(CamelContext context) throws LoadException {
        for (var node : nodes) {
            var text = isFilledIn(node) ? text(node) : null;
            var refusal = text == null ? Optional.<String>empty() : KameletRule.refusal(resolved(text, context));
            if (refusal.isPresent()) {
                throw new LoadException(refusal.get());
            }
        }
    }

    /** Whether its text is one for each exchange. */
    private static boolean isFilledIn(ProcessorDefinition<?> node) {
        if (node instanceof WireTapDefinition<?> tap) {
            return !"false".equals(tap.getDynamicUri());
        }
        return node instanceof ToDynamicDefinition
                || node instanceof PollDefinition
                || ((node instanceof EnrichDefinition || node instanceof PollEnrichDefinition)
                        && node instanceof ExpressionNode sender
                        && sender.getExpression() != null
                        && "simple".equals(sender.getExpression().getLanguage()));
    }

    private static List<ProcessorDefinition<?>> all(Collection<? extends ProcessorDefinition<?>> nodes) {
        return nodes.stream().flatMap(NamedKamelets::all).toList();
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

    private static @Nullable Object handler(RouteDefinition route) {
        return route.isErrorHandlerFactorySet() ? route.getErrorHandlerFactory() : null;
    }

    private static @Nullable String deadLetters(@Nullable Object handler) {
        var type = handler instanceof ErrorHandlerDefinition definition ? definition.getErrorHandlerType() : handler;
        return type instanceof DeadLetterChannelDefinition channel ? channel.getDeadLetterUri() : null;
    }

    private String resolved(String text, CamelContext context) {
        if (!text.contains("{{")) {
            return text;
        }
        var filled = text;
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
