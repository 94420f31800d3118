package io.sightline.camel;

import io.sightline.inference.InferenceEngine;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Message;

/** Headers in: model, version. Throws when no such model can run now. */
public final class RequestedModel implements Consumer<Message> {
    private final InferenceEngine engine;

    public RequestedModel(InferenceEngine engine) {
        this.engine = engine;
    }

    @Override
    public void accept(Message message) {
        engine.requireModel(
                Optional.ofNullable(message.getHeader("model", String.class)),
                Optional.ofNullable(message.getHeader("version", String.class)));
    }
}
