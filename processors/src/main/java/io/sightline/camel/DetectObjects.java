package io.sightline.camel;

import io.sightline.delivery.InferenceEventFactory;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.Lane;
import io.sightline.metrics.SourceCounts;
import io.sightline.source.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Runs the model of {@link Keys#SOURCE} on {@link Keys#CONTENT}. Body out: the event, ready to be encoded. */
public final class DetectObjects implements Processor {
    private final InferenceEngine engine;
    private final InferenceEventFactory events;
    private final SourceCounts counts;

    public DetectObjects(InferenceEngine engine, InferenceEventFactory events, SourceCounts counts) {
        this.engine = engine;
        this.events = events;
        this.counts = counts;
    }

    @Override
    public void process(Exchange exchange) {
        var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
        var source = exchange.getProperty(Keys.SOURCE, Source.class);
        var options = new DetectionOptions(
                source.model(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), source.region());
        var inference = engine.detect(exchange.getProperty(Keys.CONTENT, byte[].class), options, Lane.PIPELINE);
        counts.count(frame.getSourceId(), inference.model().name());
        var event = events.serving(
                frame, inference, exchange.getProperty(Keys.FETCH_TIME, Duration.class), source.region());
        new Event(event, event.getEventId(), event.getSourceId(), event.getCompletedAt())
                .onto(exchange, exchange.getProperty(Keys.TRACE, TraceContext.class), RedriveTrail.of(exchange));
    }
}
