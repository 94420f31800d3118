package io.sightline.lifecycle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.WireFormat;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Understands the records of the topic of models; what is no announcement is counted, and counts for nothing. */
final class AnnouncementReader {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementReader.class);

    private final WireFormat format;
    private final Counter unreadable;

    AnnouncementReader(WireFormat format, MeterRegistry meters) {
        this.format = format;
        this.unreadable =
                Counter.builder("sightline.model.announcements.unreadable").register(meters);
    }

    /**
     * Takes the next record of the topic.
     *
     * @throws TransientFailure when the registry is away
     */
    void take(ConsumerRecord<byte[], byte[]> message, AnnouncedModels announcements) {
        try {
            announcements.take(announcement(message));
        } catch (PermanentFailure | IllegalArgumentException e) {
            unreadable.increment();
            LOG.atWarn()
                    .addKeyValue("record", message.topic() + "/" + message.partition() + "/" + message.offset())
                    .addKeyValue("cause", e.getMessage())
                    .log("a record of the topic of models is no announcement; it counts for nothing");
            byte @Nullable [] key = message.key();
            if (key != null) {
                // Compaction may leave nothing else of the model: whoever leads has to announce it again.
                announcements.forgetLast(name(key));
            }
        }
    }

    private Announcement announcement(ConsumerRecord<byte[], byte[]> message) {
        byte @Nullable [] key = message.key();
        if (key == null) {
            throw new IllegalArgumentException("it has no key");
        }
        var name = name(key);
        if (name.isBlank() || name.codePoints().anyMatch(Quotation::isControl)) {
            throw new IllegalArgumentException("its key is no name of a model: " + Quotation.of(name));
        }
        byte @Nullable [] value = message.value();
        if (value == null) {
            return Announcement.retired(name, System.nanoTime());
        }
        var state = format.read(value, ModelState.class);
        if (!state.getName().equals(name)) {
            throw new IllegalArgumentException("its key is another model than " + Quotation.of(state.getName()));
        }
        return Announcement.of(state, System.nanoTime());
    }

    private static String name(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
