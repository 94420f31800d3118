package io.sightline.cases;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;

/** Walks through the steps of a route. */
final class Steps {
    private Steps() {}

    /** A step and all below it. */
    static Stream<ProcessorDefinition<?>> all(ProcessorDefinition<?> step) {
        return Stream.concat(Stream.of(step), below(step).stream().flatMap(Steps::all));
    }

    /**
     * Has a step send to the endpoint that it names at that moment. By default Camel sends to one that stands for many,
     * and says in a header which is meant.
     */
    static void sendToWhatIsNamed(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            dynamic.setAllowOptimisedComponents("false");
        } else if (step instanceof EnrichDefinition enrich) {
            enrich.setAllowOptimisedComponents("false");
        }
    }

    /** Whether a step may send to what no route names before it runs. */
    static boolean maySendAnywhere(ProcessorDefinition<?> step) {
        if (step instanceof WireTapDefinition<?> tap) {
            return tap.getUri() != null && tap.getUri().contains("${");
        }
        return step instanceof ToDynamicDefinition
                || step instanceof RecipientListDefinition
                || step instanceof RoutingSlipDefinition
                || step instanceof DynamicRouterDefinition
                || step instanceof EnrichDefinition
                || step instanceof PollEnrichDefinition
                || (step instanceof ProcessDefinition process && process.getRef() == null);
    }

    /** The steps right below a step, with those that Camel keeps apart. */
    static Set<ProcessorDefinition<?>> below(ProcessorDefinition<?> step) {
        var below = new LinkedHashSet<ProcessorDefinition<?>>(step.getOutputs());
        if (step instanceof TryDefinition attempt) {
            if (attempt.getCatchClauses() != null) {
                below.addAll(attempt.getCatchClauses());
            }
            if (attempt.getFinallyClause() != null) {
                below.add(attempt.getFinallyClause());
            }
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            below.addAll(breaker.getOnFallback().getOutputs());
        }
        return below;
    }
}
