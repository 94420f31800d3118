package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.RecordSource;
import io.sightline.delivery.v1.Origin;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.CaptureTime;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dead letter of the {@link Keys#RECORD} and the exception. Body out, and {@link Keys#LETTER}: the dead letter,
 * ready to be encoded; when its original is too long to travel along, {@link Keys#CLAIM} and {@link Keys#CONTENT} say
 * what to store first.
 */
public final class WriteDeadLetter implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(WriteDeadLetter.class);
    private static final String INGEST = "ingest";

    private final DeadLetterFactory letters;
    private final FailureClassifier classifier;
    private final MeterRegistry meters;

    public WriteDeadLetter(DeadLetterFactory letters, FailureClassifier classifier, MeterRegistry meters) {
        this.letters = letters;
        this.classifier = classifier;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        var failure = classifier.classify(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        var letter = letters.write(casualty(exchange, record), failure);
        exchange.setProperty(Keys.CLAIM, letter.getOriginalClaim());
        exchange.setProperty(Keys.CONTENT, record.value());
        var trace = RecordTrace.of(exchange, record);
        new Event(letter, letter.getEventId(), letter.getSourceId(), letter.getLastFailedAt()).onto(exchange, trace);
        exchange.getMessage().setHeader(Keys.LETTER, letter);
        // The same key as the record's own, so that letters of one key keep their order.
        exchange.getMessage().setHeader(KafkaConstants.KEY, bytes(letter.getOriginalKey()));
        meters.counter(
                        "sightline.dead.letters",
                        "stage",
                        letter.getStage(),
                        "reason",
                        letter.getReason().name())
                .increment();
        LOG.atWarn()
                .addKeyValue("reason", letter.getReason())
                .addKeyValue("record", record.position())
                .addKeyValue("route", letter.getRoute())
                .addKeyValue(LogContext.TRACE_ID, trace.traceId())
                .addKeyValue(LogContext.FRAME_ID, orUnknown(letter.getFrameId()))
                .addKeyValue(LogContext.SOURCE, orUnknown(letter.getSourceId()))
                .addKeyValue("message", letter.getMessage())
                .log("dead letter");
    }

    private static Object orUnknown(@Nullable Object id) {
        return id == null ? "-" : id;
    }

    private static Casualty casualty(Exchange exchange, ConsumedRecord record) {
        var stage = exchange.getProperty(Keys.STAGE, String.class);
        var frame = Optional.ofNullable(exchange.getProperty(Keys.FRAME, FrameReceived.class));
        var frameId = Optional.ofNullable(exchange.getProperty(Keys.FRAME_ID, UUID.class));
        var sourceId = Optional.ofNullable(exchange.getProperty(Keys.SOURCE_ID, String.class));
        var capturedAt = Optional.ofNullable(exchange.getProperty(Keys.CAPTURED_AT, Instant.class));
        var origin = Optional.ofNullable(exchange.getProperty(Keys.ORIGIN, Origin.class));
        return new Casualty(
                record,
                frameId.or(() -> frame.map(FrameReceived::getFrameId)).or(() -> idOf(stage, record)),
                sourceId.or(() -> frame.map(FrameReceived::getSourceId)).or(() -> sourceOf(stage, record)),
                CountAttempt.of(exchange),
                stage,
                exchange.getFromRouteId(),
                RedriveTrail.of(exchange),
                capturedAt.or(() -> frame.map(FrameReceived::getCapturedAt)).or(() -> timeOf(stage, record)),
                origin.or(() -> frame.map(FrameReceived::getOrigin)));
    }

    /** Whatever arrives on the frames topic is a frame, a broken one too. */
    private static Optional<UUID> idOf(String stage, ConsumedRecord record) {
        return stage.equals(INGEST) ? Optional.of(Identities.frame(record.origin())) : Optional.empty();
    }

    /** As the frame would have been named, had it become one. */
    private static Optional<String> sourceOf(String stage, ConsumedRecord record) {
        return stage.equals(INGEST) ? RecordSource.find(record) : Optional.empty();
    }

    /** As the frame would have been dated, had it become one. */
    private static Optional<Instant> timeOf(String stage, ConsumedRecord record) {
        return stage.equals(INGEST)
                ? Optional.of(CaptureTime.decide(record.header("captured-at"), record.timestamp())
                        .instant())
                : Optional.empty();
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : buffer.array();
    }
}
