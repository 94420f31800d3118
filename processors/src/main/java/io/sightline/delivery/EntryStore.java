package io.sightline.delivery;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Where batches go.
 *
 * @param <T> a row
 */
@FunctionalInterface
public interface EntryStore<T> {
    /**
     * Stores a batch.
     *
     * @param delivered records in any order, also of several partitions
     * @param writer writes the letter of a row that the database refuses
     * @return partitions that are stopped: their records are not stored and must not be committed
     * @throws io.sightline.failure.TransientFailure FENCED when another process has taken over, OFFSETS_MISSING when
     *     the batch must be read again, DEPENDENCY_UNAVAILABLE when a server does not answer
     */
    Set<TopicPartition> store(List<Entry<T>> delivered, LetterWriter<T> writer);
}
