package io.sightline.camel;

import io.sightline.lifecycle.CommandDesk;
import io.sightline.lifecycle.ModelCommand;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a command for a model. Body out: whether something is announced now. */
public final class CarryOutCommand implements Processor {
    private final CommandDesk desk;

    public CarryOutCommand(CommandDesk desk) {
        this.desk = desk;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        message.setBody(desk.carryOut(message.getBody(ModelCommand.class)));
    }
}
