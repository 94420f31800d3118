package io.sightline.camel;

import io.sightline.delivery.RedriveLetter;
import java.util.HashMap;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Body in: the original value of {@link Keys#REDRIVE_LETTER}. Body out: a picture as ingest takes it, with
 * {@link Keys#RECORD} as it was read at first; any other record as its topic is to get it once more.
 */
public final class RestoreRecord implements Processor {
    @Override
    public void process(Exchange exchange) {
        var letter = exchange.getProperty(Keys.REDRIVE_LETTER, RedriveLetter.class);
        var record = letter.original(exchange.getMessage().getBody(byte[].class));
        var headers = new HashMap<String, Object>();
        if (letter.isPicture()) {
            exchange.setProperty(Keys.REDRIVEN, letter.trail());
            headers.put(Keys.RECORD, record);
        } else {
            headers.putAll(record.headers());
            headers.putAll(letter.trail().headers());
            headers.keySet().removeIf(name -> !KafkaHeaders.isHarmless(name));
            exchange.setProperty(Keys.ORIGINAL_HEADERS, Set.copyOf(headers.keySet()));
            headers.put(KafkaConstants.OVERRIDE_TOPIC, record.topic());
            if (record.key() != null) {
                headers.put(KafkaConstants.KEY, record.key());
            }
        }
        exchange.getMessage().setHeaders(headers);
    }
}
