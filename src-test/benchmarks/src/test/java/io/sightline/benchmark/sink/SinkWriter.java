package io.sightline.benchmark.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.delivery.Entry;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.InferenceTable;
import io.sightline.delivery.Log;
import io.sightline.delivery.MonthPartitions;
import io.sightline.delivery.Positions;
import io.sightline.delivery.Sink;
import io.sightline.delivery.SinkMeters;
import io.sightline.delivery.StoppedPartitions;
import io.sightline.delivery.Table;
import io.sightline.failure.FailureClassifier;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** The sink as the runtime wires it; only the broker's log is imagined. */
public final class SinkWriter implements RowWriter {
    private final Sink<FrameRow> frames;
    private final Sink<InferenceRow> inferences;

    /** @param database of which the positions are not known yet */
    public SinkWriter(DataSource database) {
        var partitions = new MonthPartitions(database);
        frames = sink(database, "sightline-sink-claims", new FrameTable(partitions), "frame");
        inferences = sink(database, "sightline-sink-inferences", new InferenceTable(partitions), "inference");
    }

    @Override
    public void write(Delivery delivery) {
        store(
                frames,
                delivery.frames().stream()
                        .<Entry<FrameRow>>map(row -> new Entry.Row<>(row.claim(), row))
                        .toList());
        store(
                inferences,
                delivery.inferences().stream()
                        .<Entry<InferenceRow>>map(row -> new Entry.Row<>(row.record(), row))
                        .toList());
    }

    private static <T> void store(Sink<T> sink, List<Entry<T>> entries) {
        var held = sink.store(entries, (row, refusal) -> {
            throw refusal;
        });
        if (!held.isEmpty()) {
            throw new IllegalStateException("stopped: " + held);
        }
    }

    private static <T> Sink<T> sink(DataSource database, String group, Table<T> table, String name) {
        var classifier = new FailureClassifier();
        var identity = new DatabaseIdentity(database, classifier);
        var positions = new Positions(database, identity, group, new EndlessLog(), new StoppedPartitions(), classifier);
        return new Sink<>(database, positions, table, classifier, new SinkMeters(new SimpleMeterRegistry(), name));
    }

    /** A log that begins at 0 and has lost nothing. */
    private static final class EndlessLog implements Log {
        @Override
        public UUID topicId(String topic) {
            return Deliveries.TOPIC_ID;
        }

        @Override
        public List<Reader> readers(String group, String topic) {
            return List.of();
        }

        @Override
        public Map<TopicPartition, Long> committed(String group, String topic) {
            return Map.of();
        }

        @Override
        public long start(TopicPartition partition) {
            return 0;
        }

        @Override
        public long end(TopicPartition partition) {
            return Long.MAX_VALUE;
        }
    }
}
