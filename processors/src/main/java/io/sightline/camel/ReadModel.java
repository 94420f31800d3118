package io.sightline.camel;

import io.sightline.inference.InferenceEngine;
import io.sightline.query.InferenceAnswer.Model;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Header in: name. Body out: the version of that model that is loaded, as {@link ListModels} lists it. */
public final class ReadModel implements Processor {
    private final InferenceEngine engine;

    public ReadModel(InferenceEngine engine) {
        this.engine = engine;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var description = engine.description(message.getHeader("name", String.class), Optional.empty());
        JsonBody.set(message, Model.of(description.version()));
    }
}
