package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Dependents;
import io.sightline.gate.Gates;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Fails while something that the stage needs is known to be away: when the first record of a batch has waited for a
 * server that says nothing, the others must not do so one after the other, or Kafka takes the consumer for dead.
 */
public final class RequireOpenGates implements Processor {
    private final Gates gates;
    private final Dependents dependents;

    public RequireOpenGates(Gates gates, Dependents dependents) {
        this.gates = gates;
        this.dependents = dependents;
    }

    @Override
    public void process(Exchange exchange) {
        var stage = exchange.getProperty(Keys.STAGE, "", String.class);
        gates.firstClosed(dependents.ofStage(stage)).ifPresent(away -> {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    away.label() + " is away; the record is read again",
                    null,
                    away);
        });
    }
}
