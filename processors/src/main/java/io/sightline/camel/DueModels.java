package io.sightline.camel;

import io.sightline.lifecycle.Promoter;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: names of the models that are to be looked at now; none while another process leads. */
public final class DueModels implements Processor {
    private final Promoter promoter;

    public DueModels(Promoter promoter) {
        this.promoter = promoter;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(promoter.due());
    }
}
