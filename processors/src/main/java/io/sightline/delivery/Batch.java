package io.sightline.delivery;

import io.sightline.delivery.Jumps.Jump;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What is left to store of a delivered batch: per partition the records from the position on, each once, in the order
 * of their offsets; the partitions in the order in which every process takes their locks.
 *
 * @param entries what to store
 * @param jumps offsets without a record between them
 * @param redelivered records that were stored before
 * @param repeated records that the batch holds twice
 * @param held partitions that are stopped, of which nothing more is stored
 */
record Batch<T>(List<Entry<T>> entries, List<Jump> jumps, int redelivered, int repeated, Set<TopicPartition> held) {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    static <T> Batch<T> of(List<Entry<T>> delivered, Positions positions) {
        var batch = new Draft<T>(positions);
        byPartition(delivered).forEach(batch::add);
        return batch.finish();
    }

    static TopicPartition partition(Entry<?> entry) {
        return new TopicPartition(entry.record().topic(), entry.record().partition());
    }

    private static <T> Map<TopicPartition, List<Entry<T>>> byPartition(List<Entry<T>> delivered) {
        var partitions = new TreeMap<TopicPartition, List<Entry<T>>>(ORDER);
        delivered.stream()
                .sorted(Comparator.comparingLong(entry -> entry.record().offset()))
                .forEach(entry -> partitions
                        .computeIfAbsent(partition(entry), name -> new ArrayList<>())
                        .add(entry));
        return partitions;
    }

    /** The batch as it comes into being, partition by partition. */
    private static final class Draft<T> {
        private final Positions positions;
        private final List<Entry<T>> entries = new ArrayList<>();
        private final List<Jump> jumps = new ArrayList<>();
        private final Set<TopicPartition> held = new TreeSet<>(ORDER);
        private int redelivered;
        private int repeated;

        Draft(Positions positions) {
            this.positions = positions;
        }

        void add(TopicPartition partition, List<Entry<T>> sorted) {
            if (positions.isStopped(partition)) {
                held.add(partition);
                return;
            }
            var position = positions.of(partition);
            long next = position.next();
            for (var entry : sorted) {
                long offset = entry.record().offset();
                if (!entry.record().topicId().equals(position.topicId())) {
                    stop(
                            partition,
                            new Verdicts(positions.group(), partition, position)
                                    .topicReplaced(entry.record().topicId()));
                    return;
                }
                if (offset < next) {
                    count(offset < position.next());
                    continue;
                }
                if (offset > next && hasExpired(partition, new Position(position.topicId(), next))) {
                    return;
                }
                if (offset > next) {
                    jumps.add(new Jump(partition, next, offset));
                }
                entries.add(entry);
                next = offset + 1;
            }
        }

        Batch<T> finish() {
            return new Batch<>(entries, jumps, redelivered, repeated, held);
        }

        private void count(boolean storedBefore) {
            redelivered += storedBefore ? 1 : 0;
            repeated += storedBefore ? 0 : 1;
        }

        private boolean hasExpired(TopicPartition partition, Position reached) {
            long start = positions.log().start(partition);
            if (start <= reached.next()) {
                return false;
            }
            stop(partition, new Verdicts(positions.group(), partition, reached).expired(start));
            return true;
        }

        private void stop(TopicPartition partition, Stop stop) {
            positions.stop(partition, stop);
            held.add(partition);
        }
    }
}
