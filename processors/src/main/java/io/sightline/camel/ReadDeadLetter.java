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
 * Body in: a value of the dead letters topic. Body out: the dead letter. One that cannot be read, or that the database
 * refused ({@link Keys#REFUSAL}), is written down as what it is, also in {@link Keys#LETTER}; sending it back to its
 * own topic would never end. {@link Keys#CLAIM} and {@link Keys#CONTENT} say what to store first, if anything.
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
        var refusal = exchange.getMessage().getHeader(Keys.REFUSAL, PermanentFailure.class);
        exchange.getMessage().setBody(refusal == null ? read(record, exchange) : rewrite(record, refusal, exchange));
    }

    private DeadLetter read(ConsumedRecord record, Exchange exchange) {
        try {
            return Values.read(format, record, DeadLetter.class);
        } catch (PermanentFailure failure) {
            return rewrite(record, failure, exchange);
        }
    }

    private DeadLetter rewrite(ConsumedRecord record, PermanentFailure failure, Exchange exchange) {
        var stage = exchange.getProperty(Keys.STAGE, String.class);
        var letter = letters.write(
                new Casualty(
                        record,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        stage,
                        exchange.getFromRouteId(),
                        RedriveTrail.of(exchange)),
                failure);
        exchange.getMessage().setHeader(Keys.LETTER, letter);
        exchange.setProperty(Keys.CLAIM, letter.getOriginalClaim());
        exchange.setProperty(Keys.CONTENT, record.value());
        return letter;
    }
}
