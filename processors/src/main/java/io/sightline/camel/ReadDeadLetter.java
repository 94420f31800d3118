package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.PermanentFailure;
import io.sightline.registry.WireFormat;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body in: a value of the dead letters topic. Body out: the dead letter. One that cannot be read is written down as
 * what it is; sending it back to its own topic would never end.
 */
public final class ReadDeadLetter implements Processor {
    private final WireFormat format;
    private final DeadLetterFactory letters;

    public ReadDeadLetter(WireFormat format, DeadLetterFactory letters) {
        this.format = format;
        this.letters = letters;
    }

    @Override
    public void process(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        exchange.getMessage().setBody(read(record, exchange));
    }

    private DeadLetter read(ConsumedRecord record, Exchange exchange) {
        try {
            return Values.read(format, record, DeadLetter.class);
        } catch (PermanentFailure failure) {
            var casualty = new Casualty(
                    record,
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    exchange.getProperty(Keys.STAGE, String.class),
                    exchange.getFromRouteId());
            return letters.write(casualty, failure);
        }
    }
}
