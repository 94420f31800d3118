package io.sightline.camel;

import io.sightline.lifecycle.LookAtModel;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: name of a model. Body out: its promotion, after the look at its source. */
public final class BeginPromotion implements Processor {
    private final LookAtModel look;

    public BeginPromotion(LookAtModel look) {
        this.look = look;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var name = exchange.getMessage().getBody(String.class);
        exchange.setProperty(Keys.MODEL, name);
        exchange.getMessage().setBody(look.look(name));
    }
}
