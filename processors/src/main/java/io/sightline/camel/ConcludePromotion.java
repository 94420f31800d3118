package io.sightline.camel;

import io.sightline.lifecycle.Promotion;
import io.sightline.lifecycle.PromotionStep;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in and out: a promotion. Takes one step of it, however it came out. */
public final class ConcludePromotion implements Processor {
    private final PromotionStep step;

    public ConcludePromotion(PromotionStep step) {
        this.step = step;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        step.apply(exchange.getMessage().getBody(Promotion.class));
    }
}
