package io.sightline.camel;

import io.sightline.inference.InferenceEngine;
import io.sightline.query.InferenceAnswer.Model;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: the model versions that are loaded. */
public final class ListModels implements Processor {
    private final InferenceEngine engine;

    public ListModels(InferenceEngine engine) {
        this.engine = engine;
    }

    @Override
    public void process(Exchange exchange) {
        var models = engine.models().stream().map(Model::of).toList();
        JsonBody.set(exchange.getMessage(), Map.of("models", models));
    }
}
