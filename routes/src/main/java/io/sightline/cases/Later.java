package io.sightline.cases;

import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.WireTapDefinition;

/** Tells whether routes do anything on threads of their own, so that it is worth to wait for it. */
final class Later {
    private Later() {}

    static boolean isPossible(CamelContext camel) {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        return camel.getEndpoints().stream().anyMatch(SedaEndpoint.class::isInstance)
                || model.getRouteDefinitions().stream().flatMap(Steps::all).anyMatch(Later::goesOn);
    }

    /** Whether something waits in a queue. A consumer that found nothing at its start looks again after a second. */
    static boolean isQueued(CamelContext camel) {
        return camel.getEndpoints().stream()
                .anyMatch(endpoint -> endpoint instanceof SedaEndpoint queue && queue.getCurrentQueueSize() > 0);
    }

    private static boolean goesOn(ProcessorDefinition<?> step) {
        return step instanceof WireTapDefinition
                || step instanceof AggregateDefinition
                || step instanceof ResequenceDefinition
                || step instanceof ThreadsDefinition
                || step instanceof DelayDefinition
                || step instanceof OnCompletionDefinition;
    }
}
