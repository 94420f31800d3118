package io.sightline.camel;

import io.sightline.registry.WireFormat;
import org.apache.avro.Schema;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a record in Avro's binary encoding. Body out: the same in the registry's wire format. */
public final class StampSchema implements Processor {
    private final WireFormat format;

    public StampSchema(WireFormat format) {
        this.format = format;
    }

    @Override
    public void process(Exchange exchange) {
        var schema = exchange.getProperty(Keys.SCHEMA, Schema.class);
        exchange.getMessage().setBody(format.frame(schema, exchange.getMessage().getBody(byte[].class)));
    }
}
