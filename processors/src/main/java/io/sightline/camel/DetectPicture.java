package io.sightline.camel;

import io.sightline.claim.Sha256;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.Lane;
import io.sightline.query.InferenceAnswer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a picture. Body out: what the default model found on it, as {@code POST /v1/inference} answers it. */
public final class DetectPicture implements Processor {
    private static final DetectionOptions DEFAULTS = new DetectionOptions(
            Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), Optional.empty());

    private final InferenceEngine engine;

    public DetectPicture(InferenceEngine engine) {
        this.engine = engine;
    }

    /** @throws io.sightline.failure.Failure as {@link InferenceEngine#detect(byte[], DetectionOptions, Lane)} */
    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var picture = message.getBody(byte[].class);
        var inference = engine.detect(picture, DEFAULTS, Lane.PIPELINE);
        JsonBody.set(message, InferenceAnswer.of(inference, Sha256.of(picture), RequestTrace.idOf(exchange)));
    }
}
