package io.sightline.camel;

import io.sightline.failure.Dependency;
import io.sightline.gate.Gates;
import io.sightline.lifecycle.FollowerTable;
import io.sightline.lifecycle.ModelFollower;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Writes what this process serves of each model, unless PostgreSQL is known to be away. */
public final class ReportFollower implements Processor {
    private final ModelFollower follower;
    private final FollowerTable table;
    private final Gates gates;

    public ReportFollower(ModelFollower follower, FollowerTable table, Gates gates) {
        this.follower = follower;
        this.table = table;
        this.gates = gates;
    }

    @Override
    public void process(Exchange exchange) {
        if (gates.isOpen(Dependency.POSTGRESQL)) {
            table.report(follower.states());
        }
    }
}
