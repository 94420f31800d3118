package io.sightline.camel;

import io.sightline.claim.Sha256;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.picture.PictureAnnotator;
import io.sightline.picture.PictureLimits;
import io.sightline.query.InferenceAnswer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Body in: a picture; headers model, version, minConfidence, maxDetections, image. Body out: what the model found. */
public final class InvokeInference implements Processor {
    private final PictureLimits limits;
    private final InferenceEngine engine;
    private final PictureAnnotator annotator;

    public InvokeInference(PictureLimits limits, InferenceEngine engine, PictureAnnotator annotator) {
        this.limits = limits;
        this.engine = engine;
        this.annotator = annotator;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var picture = message.getBody(byte[].class);
        limits.check(picture);
        var inference = engine.detect(picture, options(message));
        if (message.getHeader("image") != null) {
            message.setBody(engine.withPermit(() -> annotator.draw(picture, inference.detections())));
            message.setHeader(Exchange.CONTENT_TYPE, "image/jpeg");
        } else {
            JsonBody.set(message, InferenceAnswer.of(inference, Sha256.of(picture), RequestTrace.idOf(exchange)));
        }
    }

    private static DetectionOptions options(Message message) {
        var minConfidence = message.getHeader("minConfidence", Double.class);
        var maxDetections = message.getHeader("maxDetections", Integer.class);
        return new DetectionOptions(
                Optional.ofNullable(message.getHeader("model", String.class)),
                Optional.ofNullable(message.getHeader("version", String.class)),
                minConfidence == null ? OptionalDouble.empty() : OptionalDouble.of(minConfidence),
                maxDetections == null ? OptionalInt.empty() : OptionalInt.of(maxDetections),
                Optional.empty());
    }
}
