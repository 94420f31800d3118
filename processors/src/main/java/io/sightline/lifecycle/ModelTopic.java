package io.sightline.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.TransientFailure;
import io.sightline.registry.WireFormat;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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
    private final AnnouncedModels announcements = new AnnouncedModels();
    private final AnnouncementReader reader;
    private @Nullable Consumer<byte[], byte[]> client;
    private TopicLog.@Nullable Shape shape;
    /** Where to read on. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** Whether the last attempt has read all that was there. */
    private boolean isCurrent;

    private volatile Map<String, Announcement> counting = Map.of();
    private volatile boolean isKnown;
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
        this.reader = new AnnouncementReader(format, meters);
    }

    /**
     * What counts, by name of the model, as of when all of the topic was read last: half of it may be the end of a
     * model without its new beginning, or a version that was replaced long ago.
     */
    public Map<String, Announcement> announcements() {
        return counting;
    }

    /** Whether {@link #announcements()} are known: the topic was read to its end once, or there is no such topic. */
    public boolean isKnown() {
        return isKnown;
    }

    /** The last record of a model as far as the topic was read, whether it counts or not; empty for garbage. */
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
        return attempt(() -> readAll(patience));
    }

    private boolean readAll(Duration patience) throws ExecutionException, TimeoutException, InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var ends = log.ends(lookAt(left(deadline)), left(deadline));
        var starts = log.starts(ends.keySet(), left(deadline));
        while (!isAt(ends, starts)) {
            if (left(deadline).isZero()) {
                return false;
            }
            read(LONGEST_POLL);
        }
        return true;
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
     * Reads what is new. What it takes long to read counts when all of it is read.
     *
     * @param patience how long to wait for something new
     */
    public synchronized void refresh(Duration patience) {
        if (System.nanoTime() - restsUntil < 0) {
            return;
        }
        if (!isCurrent) {
            // What a new client is behind by is not known before it has read.
            readToEnd(LONGEST_QUESTION);
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
            return !isBehind();
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
        isCurrent = false;
        try {
            isCurrent = attempt.make();
            if (isCurrent) {
                counting = announcements.counting();
                isKnown = true;
                noteThatItIsRead();
            }
        } catch (ExecutionException | TimeoutException | TransientFailure e) {
            complain(e);
        } catch (KafkaException e) {
            complain(e);
            forgetClient();
            restsUntil = System.nanoTime() + REST;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isCurrent;
    }

    private void noteThatItIsRead() {
        if (!trouble.isEmpty()) {
            LOG.info("the topic of models is read again");
            trouble = "";
        }
    }

    private void complain(Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof UnknownTopicOrPartitionException) {
            // Nothing can have been announced there.
            isKnown = true;
        }
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
                    reader.take(message, announcements);
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
