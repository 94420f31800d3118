package io.sightline.camel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.lifecycle.PlainJson;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.WireFormat;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body in: a value of the models topic. Body out: the state of the model as JSON; of a model that was retired its
 * {@code name} and {@code retired: true}.
 */
public final class ReadModelState implements Processor {
    private final WireFormat format;

    public ReadModelState(WireFormat format) {
        this.format = format;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var record = message.getHeader(Keys.RECORD, ConsumedRecord.class);
        var value = record.value();
        exchange.setProperty(Keys.RECORD, message.removeHeader(Keys.RECORD));
        ContractJson.set(
                message, value == null ? retired(record) : PlainJson.write(format.read(value, ModelState.class)));
    }

    private static String retired(ConsumedRecord tombstone) {
        var key = tombstone.key();
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", key == null ? "" : new String(key, StandardCharsets.UTF_8))
                .put("retired", true)
                .toString();
    }
}
