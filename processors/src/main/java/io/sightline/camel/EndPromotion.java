package io.sightline.camel;

import io.sightline.lifecycle.Promoter;
import io.sightline.lifecycle.Promotion;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body in: a promotion, or the model's name where the look at its source failed. Gives up what it held, notes the
 * failure that ended it, if one did, and says when to look next.
 */
public final class EndPromotion implements Processor {
    private final Promoter promoter;

    public EndPromotion(Promoter promoter) {
        this.promoter = promoter;
    }

    @Override
    public void process(Exchange exchange) {
        var promotion = exchange.getMessage().getBody() instanceof Promotion begun
                ? Optional.of(begun)
                : Optional.<Promotion>empty();
        promoter.end(
                exchange.getProperty(Keys.MODEL, String.class),
                promotion,
                Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
}
