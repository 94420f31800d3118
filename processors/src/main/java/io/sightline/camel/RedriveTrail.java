package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.Redriven;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Of which redrive an exchange is part. */
final class RedriveTrail {
    private static final String INGEST = "ingest";

    private RedriveTrail() {}

    /**
     * What {@link Keys#REDRIVEN} says, else what the headers of {@link Keys#RECORD} do. Not those of the topic that
     * cameras write to: who sends a picture must not decide what becomes of a letter.
     */
    static Optional<Redriven> of(Exchange exchange) {
        var known = exchange.getProperty(Keys.REDRIVEN, Redriven.class);
        if (known != null) {
            return Optional.of(known);
        }
        return INGEST.equals(exchange.getProperty(Keys.STAGE, String.class))
                ? Optional.empty()
                : Optional.ofNullable(exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class))
                        .flatMap(Redriven::of);
    }
}
