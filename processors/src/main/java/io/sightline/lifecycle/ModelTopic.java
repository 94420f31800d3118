package io.sightline.lifecycle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic of models, read from its beginning by every process for itself, without a group. Nothing that is
 * in it ends the reading, and nothing that is away: it goes on when that is back.
 */
public final class ModelTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelTopic.class);
    private static final long LOOKED_AT_FOR = Duration.ofSeconds(30).toNanos();
    private static final long REST = Duration.ofSeconds(5).toNanos();
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(2);
    private static final Duration LONGEST_REFRESH = Duration.ofSeconds(5);

    private final TopicLog log;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final WireFormat format;
    private final AnnouncedModels announcements = new AnnouncedModels();
    private final Counter unreadable;
    private @Nullable Consumer<byte[], byte[]> client;
    private TopicLog.@Nullable Shape shape;
    /** Where to read on. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private long lookedAt;
    private long restsUntil = System.nanoTime();
    private String trouble = "";

    /**
     * @param clients makes a consumer of bytes that belongs to no group and resets nothing but to the earliest record
     */
    public ModelTopic(
            TopicLog log, Supplier<Consumer<byte[], byte[]>> clients, WireFormat format, MeterRegistry meters) {
        this.log = log;
        this.clients = clients;
        this.format = format;
        this.unreadable = Counter.builder("sightline.model.announcements.unreadable")
                .description("records of the topic of models that are no announcements")
                .register(meters);
    }

    /** What counts by now, by name of the model. */
    public Map<String, Announcement> announcements() {
        return announcements.counting();
    }

    /** The last announcement of a model as the topic has it, whether it counts or not. */
    public Optional<Announcement> last(String model) {
        return announcements.last(model);
    }

    /**
     * Reads all that is there now.
     *
     * @param patience longest that it may take
     * @return whether that was all; false when Kafka or the registry did not answer in time
     */
    public synchronized boolean readToEnd(Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        return attempt(() -> {
            var ends = log.ends(lookAt(left(deadline)), left(deadline));
            var starts = log.starts(ends.keySet(), left(deadline));
            while (!isAt(ends, starts)) {
                if (left(deadline).isZero()) {
                    return false;
                }
                read(LONGEST_POLL);
            }
            return true;
        });
    }

    /** Until then, and no less than nothing. */
    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private boolean isAt(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> starts) {
        return ends.entrySet().stream()
                .allMatch(end -> Math.max(next.getOrDefault(end.getKey(), 0L), starts.getOrDefault(end.getKey(), 0L))
                        >= end.getValue());
    }

    /**
     * Reads what is new. What it takes long to read counts when all of it is read: half of it may be the end of a model
     * without its new beginning.
     *
     * @param patience how long to wait for something new
     */
    public synchronized void refresh(Duration patience) {
        if (System.nanoTime() - restsUntil < 0) {
            return;
        }
        attempt(() -> {
            if (shape == null || System.nanoTime() - lookedAt > LOOKED_AT_FOR) {
                lookAt(LONGEST_QUESTION);
            }
            var deadline = System.nanoTime() + LONGEST_REFRESH.toNanos();
            do {
                read(patience);
            } while (isBehind() && !left(deadline).isZero());
            return true;
        });
    }

    private boolean isBehind() {
        var reading = client;
        return reading != null
                && reading.assignment().stream()
                        .anyMatch(partition -> reading.currentLag(partition).orElse(0) > 0);
    }

    private interface Attempt {
        boolean make() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /** What is away is said once, and is no failure of whoever asks. */
    private boolean attempt(Attempt attempt) {
        try {
            var isDone = attempt.make();
            if (isDone && !trouble.isEmpty()) {
                LOG.info("the topic of models is read again");
                trouble = "";
            }
            return isDone;
        } catch (ExecutionException | TimeoutException | TransientFailure e) {
            complain(e);
        } catch (KafkaException e) {
            complain(e);
            forgetClient();
            restsUntil = System.nanoTime() + REST;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void complain(Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (!cause.toString().equals(trouble)) {
            trouble = cause.toString();
            LOG.atWarn()
                    .addKeyValue("topic", log.topic())
                    .addKeyValue("cause", trouble)
                    .log("the topic of models cannot be read now; what serves goes on");
        }
    }

    /** A topic that was made anew has nothing to do with the one before; partitions may have been added. */
    private TopicLog.Shape lookAt(Duration patience) throws ExecutionException, TimeoutException, InterruptedException {
        var found = log.shape(patience);
        lookedAt = System.nanoTime();
        if (shape != null && !found.equals(shape)) {
            if (!found.id().equals(shape.id())) {
                LOG.atWarn().addKeyValue("topic", log.topic()).log("the topic of models was made anew");
                announcements.clear();
                next.clear();
            }
            forgetClient();
        }
        shape = found;
        return found;
    }

    private void read(Duration patience) {
        var reading = client();
        var found = reading.poll(patience);
        for (var partition : found.partitions()) {
            for (var message : found.records(partition)) {
                try {
                    take(message);
                } catch (TransientFailure registryIsAway) {
                    found.partitions().forEach(each -> goBack(reading, each));
                    throw registryIsAway;
                }
                next.put(partition, message.offset() + 1);
            }
        }
        reading.assignment().forEach(partition -> noteWhereToReadOn(reading, partition));
    }

    /** Not behind the last record alone: those that the topic has dropped leave gaps. */
    private void noteWhereToReadOn(Consumer<byte[], byte[]> reading, TopicPartition partition) {
        try {
            next.put(partition, reading.position(partition, Duration.ZERO));
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            // The broker has not told yet where the log begins.
            LOG.trace("no position in {} yet", partition, e);
        }
    }

    /** To the first record that was not taken. */
    private void goBack(Consumer<byte[], byte[]> reading, TopicPartition partition) {
        var place = next.get(partition);
        if (place == null) {
            reading.seekToBeginning(List.of(partition));
        } else {
            reading.seek(partition, place);
        }
    }

    private Consumer<byte[], byte[]> client() {
        var reading = client;
        if (reading == null) {
            var partitions = Objects.requireNonNull(shape).partitions();
            var made = clients.get();
            client = made;
            made.assign(partitions);
            partitions.forEach(partition -> goBack(made, partition));
            return made;
        }
        return reading;
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        try {
            announcements.take(announcement(message));
        } catch (PermanentFailure | IllegalArgumentException e) {
            unreadable.increment();
            LOG.atWarn()
                    .addKeyValue("record", message.topic() + "/" + message.partition() + "/" + message.offset())
                    .addKeyValue("cause", e.getMessage())
                    .log("a record of the topic of models is no announcement; it counts for nothing");
        }
    }

    private Announcement announcement(ConsumerRecord<byte[], byte[]> message) {
        byte @Nullable [] key = message.key();
        if (key == null) {
            throw new IllegalArgumentException("it has no key");
        }
        var name = new String(key, StandardCharsets.UTF_8);
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

    private void forgetClient() {
        if (client != null) {
            client.close(Duration.ZERO);
            client = null;
        }
    }

    @Override
    public synchronized void close() {
        forgetClient();
    }
}
