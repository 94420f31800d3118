package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.registry.WireFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a value of the inferences topic. Body out: the inference. */
public final class ReadInference implements Processor {
    private final WireFormat format;

    public ReadInference(WireFormat format) {
        this.format = format;
    }

    @Override
    public void process(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        exchange.getMessage().setBody(Values.read(format, record, InferenceCompleted.class));
    }
}
