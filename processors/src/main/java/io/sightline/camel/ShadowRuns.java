package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.Inference;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.lifecycle.ShadowShares;
import io.sightline.source.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs challengers in the shadow of the models that serve. What serves never waits for them: a frame that finds too
 * many others before it is left out, and whatever fails is counted and nothing else.
 */
public final class ShadowRuns implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowRuns.class);
    private static final String MODEL = "sightline.shadowModel";
    private static final String BYTES = "sightline.shadowBytes";

    private final ShadowShares shares;
    private final Challenger challenger;
    private final InferenceEventFactory events;
    private final MeterRegistry meters;
    private final ShadowRoom room = new ShadowRoom();
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /** Runs the challenger of the model that the options name, when it has one. */
    public interface Challenger {
        /** @throws io.sightline.failure.Failure as that of a model that serves; OVERLOADED when it is not its turn */
        Optional<Inference> detect(byte[] picture, DetectionOptions options);
    }

    public ShadowRuns(ShadowShares shares, Challenger challenger, InferenceEventFactory events, MeterRegistry meters) {
        this.shares = shares;
        this.challenger = challenger;
        this.events = events;
        this.meters = meters;
    }

    /**
     * Body in: the serving inference of {@link Keys#FRAME}. Sets {@link Keys#SHADOWED} when a challenger is to run on
     * the frame too; then there is room for it until that one is done.
     */
    public void begin(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof InferenceCompleted serving)) {
            return;
        }
        var model = serving.getModel().getName();
        if (!shares.chooses(model, serving.getFrameId())) {
            return;
        }
        var bytes = exchange.getProperty(Keys.CONTENT, byte[].class).length;
        if (!room.take(bytes)) {
            count(model, "skipped");
            return;
        }
        exchange.setProperty(MODEL, model);
        exchange.setProperty(BYTES, bytes);
        exchange.setProperty(Keys.SHADOWED, true);
    }

    /**
     * {@link Keys#CONTENT} in. Body out: the challenger's inference, ready to be encoded; nothing without one, and
     * where what serves needs all permits now.
     */
    public void run(Exchange exchange) {
        // What fails here closes no gate of the stage.
        exchange.removeProperty(Keys.STAGE);
        var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
        var region = exchange.getProperty(Keys.SOURCE, Source.class).region();
        var options = new DetectionOptions(
                Optional.of(model(exchange)), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), region);
        var found = detect(exchange, options);
        exchange.getMessage().setBody(null);
        found.ifPresent(inference -> {
            var event = events.shadow(frame, inference, exchange.getProperty(Keys.FETCH_TIME, Duration.class), region);
            new Event(event, event.getEventId(), event.getSourceId(), event.getCompletedAt())
                    .onto(exchange, exchange.getProperty(Keys.TRACE, TraceContext.class));
        });
    }

    private Optional<Inference> detect(Exchange exchange, DetectionOptions options) {
        try {
            return challenger.detect(exchange.getProperty(Keys.CONTENT, byte[].class), options);
        } catch (TransientFailure e) {
            if (e.code() != FailureCode.OVERLOADED) {
                throw e;
            }
            count(model(exchange), "skipped");
            return Optional.empty();
        }
    }

    /** Counts a result that is on its topic. */
    public void succeed(Exchange exchange) {
        count(model(exchange), "done");
    }

    /** Counts a failure, and says it at most once a minute. */
    public void fail(Exchange exchange) {
        var model = model(exchange);
        count(model, "failed");
        failures.count()
                .ifPresent(number -> LOG.atWarn()
                        .addKeyValue("model", model)
                        .addKeyValue("failed", number)
                        .addKeyValue(
                                "frame",
                                exchange.getProperty(Keys.FRAME, FrameReceived.class)
                                        .getFrameId())
                        .addKeyValue("cause", String.valueOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)))
                        .log("A challenger fails in the shadow; what serves goes on, and this is said once a minute"));
    }

    /** Makes room for others when the copy of the exchange that {@link #run} is to see is done with, or is lost. */
    @Override
    public void process(Exchange tapped) {
        int bytes = tapped.getProperty(BYTES, Integer.class);
        tapped.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                room.giveBack(bytes);
            }
        });
    }

    private void count(String model, String outcome) {
        meters.counter("sightline.shadow.runs", "model", model, "outcome", outcome)
                .increment();
    }

    private static String model(Exchange exchange) {
        return exchange.getProperty(MODEL, String.class);
    }
}
