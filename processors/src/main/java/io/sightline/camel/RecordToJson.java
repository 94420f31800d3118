package io.sightline.camel;

import io.sightline.lifecycle.PlainJson;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a contract record. Body out: the same as JSON, which is what travels between Kamelets. */
public final class RecordToJson implements Processor {
    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        ContractJson.set(message, PlainJson.write((SpecificRecordBase) message.getBody()));
        exchange.setProperty(Keys.RECORD, message.removeHeader(Keys.RECORD));
    }
}
