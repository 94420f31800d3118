package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Body in: what a Pipe could not deal with, with the exception that it met. Body out: a dead letter of stage
 * {@code pipes}, ready to be encoded; when its original is too long to travel along, {@link Keys#CLAIM} and
 * {@link Keys#CONTENT} say what to store first. The original is the record that one of our sources has read, and the
 * body as it was when it failed otherwise.
 */
public final class WritePipeLetter implements Processor {
    private static final String STAGE = "pipes";
    private static final UUID NO_TOPIC = new UUID(0, 0);

    private final DeadLetterFactory letters;
    private final FailureClassifier classifier;
    private final BatchToMessages.Topics topics;
    private final Clock clock;

    /** @param topics tells the id of the topic that a record came from */
    public WritePipeLetter(
            DeadLetterFactory letters, FailureClassifier classifier, BatchToMessages.Topics topics, Clock clock) {
        this.letters = letters;
        this.classifier = classifier;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var failure = classifier.classify(caught == null ? new IllegalStateException("no exception is told") : caught);
        var pipe = String.valueOf(exchange.getFromRouteId());
        var message = exchange.getMessage();
        var read = exchange.getProperty(Keys.RECORD, ConsumedRecord.class);
        var record = read == null ? record(message) : read;
        var attempts = message.getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) + 1;
        var letter =
                letters.write(new Casualty(record, Optional.empty(), Optional.empty(), attempts, STAGE, pipe), failure);
        if (record.topicId().equals(NO_TOPIC)) {
            // Nothing tells two of them apart.
            letter.setEventId(UUID.randomUUID());
            letter.setFailedAt(null);
        }
        exchange.setProperty(Keys.CLAIM, letter.getOriginalClaim());
        exchange.setProperty(Keys.CONTENT, record.value());
        new Event(letter, letter.getEventId(), null, letter.getLastFailedAt())
                .onto(exchange, TraceContext.of(record.header("traceparent")));
    }

    private ConsumedRecord record(Message message) {
        var topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        var partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
        var offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
        var body = message.getBody(byte[].class);
        boolean isRecord = topic != null && partition != null && offset != null;
        var key = message.getHeader(KafkaConstants.KEY, byte[].class);
        return new ConsumedRecord(
                isRecord ? topic : "",
                isRecord ? topics.id(topic, Map.of()) : NO_TOPIC,
                isRecord ? partition : 0,
                isRecord ? offset : 0,
                clock.instant(),
                key,
                body == null ? new byte[0] : body,
                headers(message));
    }

    private static Map<String, byte[]> headers(Message message) {
        var type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return type == null ? Map.of() : Map.of("content-type", type.getBytes(StandardCharsets.UTF_8));
    }
}
