package io.sightline.camel;

import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDescription;
import io.sightline.inference.ModelVersion;
import io.sightline.protocol.ModelMetadata;
import io.sightline.protocol.RepositoryEntry;
import io.sightline.protocol.ServerMetadata;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What the Open Inference Protocol answers of server and models without running one. */
public final class OpenInferenceQueries {
    private final InferenceEngine engine;
    private final String serverVersion;

    public OpenInferenceQueries(InferenceEngine engine, String serverVersion) {
        this.engine = engine;
        this.serverVersion = serverVersion;
    }

    /** Body out: name, version and extensions of the server. */
    public void server(Exchange exchange) {
        answer(exchange, ServerMetadata.ofVersion(serverVersion));
    }

    /** Body out: that the server lives. */
    public void live(Exchange exchange) {
        answer(exchange, Map.of("live", true));
    }

    /** Body out: that all models serve; fails with MODEL_NOT_SERVING otherwise. */
    public void ready(Exchange exchange) {
        engine.requireModels();
        answer(exchange, Map.of("live", true, "ready", true));
    }

    /** Body out: names of the models. */
    public void names(Exchange exchange) {
        answer(
                exchange,
                Map.of(
                        "models",
                        engine.models().stream().map(ModelVersion::name).toList()));
    }

    /** Headers in: model, version. Body out: its metadata. */
    public void model(Exchange exchange) {
        answer(exchange, ModelMetadata.of(description(exchange)));
    }

    /** Headers in: model, version. Body out: that it is ready. */
    public void modelReady(Exchange exchange) {
        answer(exchange, Map.of("name", description(exchange).version().name(), "ready", true));
    }

    /** Body out: every model version with its state. */
    public void index(Exchange exchange) {
        answer(exchange, engine.models().stream().map(RepositoryEntry::of).toList());
    }

    private ModelDescription description(Exchange exchange) {
        var message = exchange.getMessage();
        return engine.description(
                message.getHeader("model", String.class),
                Optional.ofNullable(message.getHeader("version", String.class)));
    }

    private static void answer(Exchange exchange, Object answer) {
        JsonBody.set(exchange.getMessage(), answer);
    }
}
