package io.sightline.camel;

import io.sightline.lifecycle.Promoter;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Takes or renews the lease of the one process that promotes. */
public final class LeadPromotion implements Processor {
    private final Promoter promoter;

    public LeadPromotion(Promoter promoter) {
        this.promoter = promoter;
    }

    @Override
    public void process(Exchange exchange) {
        promoter.lead();
    }
}
