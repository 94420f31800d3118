package io.sightline.camel;

import io.sightline.claim.Sha256;
import io.sightline.frame.Identities;
import io.sightline.frame.TraceContext;
import io.sightline.inference.v1.InferenceCompleted;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Steps of Kamelets that take inferences as JSON. */
public final class InferenceJson {
    /**
     * Body in: an inference as JSON. Sets {@link Keys#INFERENCE} and {@link Keys#CLAIM}.
     *
     * @throws io.sightline.failure.PermanentFailure UNDECODABLE_RECORD when the body is none
     */
    public void read(Exchange exchange) {
        var inference = ContractJson.read(exchange.getMessage(), InferenceCompleted.class);
        exchange.setProperty(Keys.INFERENCE, inference);
        exchange.setProperty(Keys.CLAIM, inference.getClaim());
    }

    /**
     * {@link Keys#INFERENCE} in. Body out: the event, ready to be encoded. Its id follows from the frame, whatever was
     * given: so one that comes twice is stored once.
     */
    public void announce(Exchange exchange) {
        var inference = exchange.getProperty(Keys.INFERENCE, InferenceCompleted.class);
        inference.setEventId(Identities.inference(
                inference.getFrameId(),
                inference.getPurpose(),
                Sha256.ofDigest(inference.getModel().getSha256().bytes())));
        var trace = TraceContext.of(Optional.ofNullable(exchange.getMessage().getHeader("traceparent", String.class)));
        new Event(inference, inference.getEventId(), inference.getSourceId(), inference.getCompletedAt())
                .onto(exchange, trace);
    }
}
