package io.sightline.camel;

import io.sightline.lifecycle.CommandDesk;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: commands for models that wait, the oldest first; none while another process leads. */
public final class WaitingCommands implements Processor {
    private final CommandDesk desk;

    public WaitingCommands(CommandDesk desk) {
        this.desk = desk;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(desk.waiting());
    }
}
