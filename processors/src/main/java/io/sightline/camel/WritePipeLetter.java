package io.sightline.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/**
 * Body in: what a Pipe could not deal with, with the exception that it met. Body out: a dead letter of stage
 * {@code pipes/<pipe>}, since two Pipes may fail of one record, ready to be encoded; when its original is too long to
 * travel along, {@link Keys#CLAIM} and {@link Keys#CONTENT} say what to store first. The original is the record that
 * one of our sources has read, and the body as it was when it failed otherwise; rows and other maps and lists are
 * written as JSON.
 */
public final class WritePipeLetter implements Processor {
    private static final String STAGE = "pipes/";
    private static final UUID NO_TOPIC = new UUID(0, 0);

    private final JsonMapper json = new JsonMapper();
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
        var pipe = String.valueOf(exchange.getFromRouteId()).replaceFirst("-dead-letter$", "");
        var message = exchange.getMessage();
        // A property once it is read, and a header where it cannot be.
        var read = exchange.getProperty(
                Keys.RECORD, message.getHeader(Keys.RECORD, ConsumedRecord.class), ConsumedRecord.class);
        var record = read == null ? record(message) : read;
        var attempts = message.getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) + 1;
        var letter = letters.write(
                new Casualty(record, Optional.empty(), Optional.empty(), attempts, STAGE + pipe, pipe), failure);
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
        boolean isRecord = topic != null && partition != null && offset != null;
        var key = message.getHeader(KafkaConstants.KEY, byte[].class);
        return new ConsumedRecord(
                isRecord ? topic : "",
                isRecord ? topics.id(topic, Map.of()) : NO_TOPIC,
                isRecord ? partition : 0,
                isRecord ? offset : 0,
                clock.instant(),
                key,
                content(message),
                headers(message));
    }

    /** A letter without its content would count as kept, and the content would be gone. */
    private byte[] content(Message message) {
        var body = message.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof Map || body instanceof Collection) {
            try {
                return json.writeValueAsBytes(body);
            } catch (JsonProcessingException e) {
                throw unwritable(body, e);
            }
        }
        var bytes = message.getBody(byte[].class);
        if (bytes == null) {
            throw unwritable(body, null);
        }
        return bytes;
    }

    private static IllegalArgumentException unwritable(Object body, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "a body of " + body.getClass().getName()
                        + " cannot be written into a dead letter; make text, bytes, a map or a list of it in a step before",
                cause);
    }

    private static Map<String, byte[]> headers(Message message) {
        var type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return type == null ? Map.of() : Map.of("content-type", type.getBytes(StandardCharsets.UTF_8));
    }
}
