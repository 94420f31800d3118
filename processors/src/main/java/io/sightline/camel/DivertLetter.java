package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.LetterBox;
import io.sightline.delivery.v1.DeadLetter;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Keys#LETTER} that its topic did not take, in table and outbox. When PostgreSQL does not take it
 * either, the record has failed as it had before: the batch is read again.
 */
public final class DivertLetter implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(DivertLetter.class);

    private final Keeper letters;
    private final String topic;

    public DivertLetter(Keeper letters, String topic) {
        this.letters = letters;
        this.topic = topic;
    }

    /** Where letters are kept. */
    @FunctionalInterface
    public interface Keeper {
        void keep(LetterBox.Item letter) throws SQLException;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var letter = message.getHeader(Keys.LETTER, DeadLetter.class);
        var record = message.getHeader(Keys.RECORD, ConsumedRecord.class);
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        try {
            letters.keep(new LetterBox.Item(new DeadLetterRow(letter, record), Mail.of(message, topic)));
        } catch (SQLException e) {
            cause.addSuppressed(e);
            throw cause;
        }
        LOG.atWarn()
                .addKeyValue("record", record.position())
                .addKeyValue("topic", topic)
                .addKeyValue("cause", cause.getMessage())
                .log("the topic of dead letters did not take one; it waits in the outbox");
    }
}
