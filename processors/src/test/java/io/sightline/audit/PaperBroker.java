package io.sightline.audit;

import io.sightline.Samples;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.FrameOrigin;
import io.sightline.delivery.Log;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The broker, on paper: logs are lists. */
class PaperBroker implements Broker, Log {
    static final int PARTITIONS = 2;

    /** What goes on between two readings of an audit. */
    Runnable meanwhile = () -> {};

    /** Whether claims say nothing of what they came of. */
    boolean formerVersion;

    private final Map<String, UUID> ids = new HashMap<>();
    final Map<TopicPartition, List<@Nullable Object>> logs = new HashMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    final Map<String, Map<TopicPartition, Long>> commits = new HashMap<>();

    PaperBroker(AuditTopics topics) {
        topics.all().forEach(this::create);
        topics.groups().forEach(group -> commits.put(group, new HashMap<>()));
    }

    void create(String topic) {
        ids.put(topic, UUID.randomUUID());
        for (int number = 0; number < PARTITIONS; number++) {
            var partition = new TopicPartition(topic, number);
            logs.put(partition, new ArrayList<>());
            starts.put(partition, 0L);
            commits.values().forEach(offsets -> offsets.remove(partition));
        }
    }

    void delete(String topic) {
        ids.remove(topic);
        logs.keySet().removeIf(partition -> partition.topic().equals(topic));
        commits.values()
                .forEach(offsets ->
                        offsets.keySet().removeIf(partition -> partition.topic().equals(topic)));
    }

    UUID id(String topic) {
        return known(ids, topic);
    }

    void append(TopicPartition partition, @Nullable Object value) {
        known(logs, partition).add(value);
    }

    /** The records before the offset are deleted. */
    void expire(TopicPartition partition, long start) {
        starts.put(partition, start);
    }

    void commit(String group, TopicPartition partition, long offset) {
        known(commits, group).put(partition, offset);
    }

    @Override
    public BrokerState read(AuditTopics topics) {
        var frozen = new HashMap<String, Map<TopicPartition, Long>>();
        commits.forEach((group, offsets) -> frozen.put(group, Map.copyOf(offsets)));
        meanwhile.run();
        var spans = new HashMap<TopicPartition, BrokerState.Span>();
        logs.keySet()
                .forEach(partition -> spans.put(partition, new BrokerState.Span(start(partition), end(partition))));
        var state = new BrokerState(ids, spans, frozen);
        meanwhile.run();
        return state;
    }

    @Override
    public Map<TopicPartition, Long> ends(BrokerState state) {
        meanwhile.run();
        var ends = new HashMap<TopicPartition, Long>();
        logs.keySet().forEach(partition -> ends.put(partition, end(partition)));
        return ends;
    }

    @Override
    public UUID topicId(String topic) {
        return known(ids, topic);
    }

    @Override
    public List<Log.Reader> readers(String group, String topic) {
        return List.of();
    }

    @Override
    public long start(TopicPartition partition) {
        return known(starts, partition);
    }

    /** The audit asks for what groups have committed by itself. */
    @Override
    public Map<TopicPartition, Long> committed(String group, String topic) {
        return Map.of();
    }

    @Override
    public long end(TopicPartition partition) {
        return Math.max(known(starts, partition), known(logs, partition).size());
    }

    static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }

    private Map<String, byte[]> headers(@Nullable Object value) {
        if (value instanceof FrameReceived frame && !formerVersion) {
            var origin = frame.getOrigin() == null ? FrameOrigin.NONE : Identities.position(frame.getOrigin());
            return Map.of(FrameOrigin.HEADER, Samples.text(origin));
        }
        return value instanceof Garbled garbled ? garbled.headers() : Map.of();
    }

    /** A record that nobody can read, with the headers that it has all the same. */
    record Garbled(Map<String, byte[]> headers) {
        /** As Sightline writes it, but for the value. */
        static Garbled of(FrameReceived frame) {
            return new Garbled(Map.of(
                    "ce_id",
                    Samples.text(frame.getFrameId().toString()),
                    "ce_origin",
                    Samples.text(Identities.position(frame.getOrigin()))));
        }

        /** The same of an event of which no more is known. */
        static Garbled of(UUID id) {
            return new Garbled(Map.of("ce_id", Samples.text(id.toString())));
        }
    }

    /** Somebody writes what nobody can read. */
    void poison(TopicPartition partition) {
        append(partition, new Garbled(Map.of()));
    }

    /** How many records nobody can read. */
    long unreadable() {
        return logs.values().stream()
                .mapToLong(log -> log.stream().filter(Garbled.class::isInstance).count())
                .sum();
    }

    ConsumedRecord record(TopicPartition partition, long offset) {
        var value = known(logs, partition).get((int) offset);
        return new ConsumedRecord(
                partition.topic(),
                known(ids, partition.topic()),
                partition.partition(),
                offset,
                Samples.NOON,
                Samples.text("camera-1"),
                Samples.text("value"),
                headers(value));
    }
}
