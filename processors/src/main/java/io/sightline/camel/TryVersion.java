package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.Promotion;
import io.sightline.lifecycle.PromotionStep;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in and out: a promotion. Takes one step of it, unless its version was rejected by a step before. */
public final class TryVersion implements Processor {
    private final PromotionStep step;

    public TryVersion(PromotionStep step) {
        this.step = step;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var promotion = exchange.getMessage().getBody(Promotion.class);
        if (!promotion.isTried()) {
            return;
        }
        if (exchange.getContext().isStopping()) {
            throw new TransientFailure(FailureCode.OVERLOADED, "the process ends; another one tries the version anew");
        }
        step.apply(promotion);
    }
}
