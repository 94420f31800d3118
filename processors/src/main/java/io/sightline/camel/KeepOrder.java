package io.sightline.camel;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the results of a split as a list of messages in the order of the split. A part without a body has no result:
 * it became a dead letter. A part that failed fails the whole, but only once all parts were tried.
 *
 * <p>The split must not say {@code stopOnException}: Camel would then stop at a handled failure too, and the neighbours
 * of a dead letter would be lost without a trace.
 */
public final class KeepOrder implements AggregationStrategy {
    @Override
    public Exchange aggregate(@Nullable Exchange gathered, Exchange part) {
        // A fresh exchange: a part's own carries marks of its handled failure, which would stop the whole batch.
        var result = gathered == null ? Gathered.start(part) : gathered;
        try {
            if (part.getException() != null) {
                result.setException(part.getException());
            } else if (part.getMessage().getBody() != null) {
                Gathered.messages(result).add(part.getMessage().copy());
            }
        } catch (Error e) {
            // Camel would not count the part, and the batch would never end.
            result.setException(e);
        }
        return result;
    }
}
