package io.sightline.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
import org.apache.camel.model.config.BatchResequencerConfig;
import org.apache.camel.model.config.StreamResequencerConfig;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.CamelContextHelper;

/** Tells whether routes do anything on threads of their own, so that it is worth to wait for it. */
final class Later {
    private static final Duration QUIET = Duration.ofMillis(100);
    /** Camel's own, where a route says nothing. */
    private static final Duration RESEQUENCE = Duration.ofSeconds(1);

    private Later() {}

    static boolean isPossible(CamelContext camel) {
        return camel.getEndpoints().stream().anyMatch(SedaEndpoint.class::isInstance)
                || steps(camel).anyMatch(Later::goesOn);
    }

    /** Whether something waits in a queue. A consumer that found nothing at its start looks again after a second. */
    static boolean isQueued(CamelContext camel) {
        return camel.getEndpoints().stream()
                .anyMatch(endpoint -> endpoint instanceof SedaEndpoint queue && queue.getCurrentQueueSize() > 0);
    }

    /** Aggregators that hold messages which they will send on by the clock, a line each. */
    static List<String> gathering(CamelContext camel) {
        var gathering = new ArrayList<String>();
        steps(camel).filter(AggregateDefinition.class::isInstance).forEach(step -> {
            var aggregator = camel.getProcessor(step.getId(), AggregateProcessor.class);
            if (aggregator != null
                    && (aggregator.getCompletionTimeout() > 0
                            || aggregator.getCompletionTimeoutExpression() != null
                            || aggregator.getCompletionInterval() > 0)
                    && !aggregator.getAggregationRepository().getKeys().isEmpty()) {
                gathering.add("messages were waiting at step '" + step.getId() + "' of route '"
                        + aggregator.getRouteId() + "' for its completionTimeout or completionInterval");
            }
        });
        return gathering;
    }

    /** How long nothing must happen where routes go on by themselves: what is put in order waits within Camel. */
    static Duration quiet(CamelContext camel) {
        return steps(camel)
                .filter(ResequenceDefinition.class::isInstance)
                .map(step -> QUIET.plus(timeout(camel, (ResequenceDefinition) step)))
                .max(Comparator.naturalOrder())
                .orElse(QUIET);
    }

    private static Duration timeout(CamelContext camel, ResequenceDefinition step) {
        var configuration = step.getResequencerConfig();
        var written = configuration instanceof BatchResequencerConfig batch
                ? batch.getBatchTimeout()
                : configuration instanceof StreamResequencerConfig stream ? stream.getTimeout() : null;
        var parsed = CamelContextHelper.parseDuration(camel, written);
        return parsed == null ? RESEQUENCE : Duration.ofMillis(parsed.toMillis());
    }

    private static Stream<ProcessorDefinition<?>> steps(CamelContext camel) {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        return model.getRouteDefinitions().stream().flatMap(Steps::all);
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
