package io.sightline.gate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer that stays in its group and reads nothing while a gate is closed.
 *
 * <p>While it is closed {@code poll} pauses what is assigned, polls for the sake of the group and answers no records.
 * When it closes over records that were handed out and not committed, it goes back to the first of them and answers
 * once with {@link WakeupException}: camel-kafka then forgets its half-filled batch and polls on with the same
 * consumer.
 *
 * <p>Whatever is committed through it counts as done, also when the broker refuses the commit, which is repeated at the
 * next poll: there may be no later one for hours, and a lag would be shown where none is. As any Kafka consumer it
 * belongs to one thread.
 */
public final class GatedConsumer implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatedConsumer.class);
    private static final Duration REPEAT_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<?, ?> kafka;
    private final BooleanSupplier open;
    private final Map<TopicPartition, Span> undone = new HashMap<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> refused = new HashMap<>();
    private boolean holding;

    private GatedConsumer(Consumer<?, ?> kafka, BooleanSupplier open) {
        this.kafka = kafka;
        this.open = open;
    }

    /** The consumer behind a gate. */
    @SuppressWarnings("unchecked")
    public static <K, V> Consumer<K, V> around(Consumer<K, V> kafka, BooleanSupplier open) {
        return (Consumer<K, V>) Proxy.newProxyInstance(
                GatedConsumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, new GatedConsumer(kafka, open));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        var given = arguments == null ? new Object[0] : arguments.clone();
        try {
            if (method.getName().equals("poll") && given[0] instanceof Duration timeout) {
                return poll(timeout);
            }
            follow(method.getName(), given);
            var answer = method.invoke(kafka, given);
            if (method.getName().startsWith("commit")) {
                refused.keySet().removeAll(committed(given).keySet());
            }
            return answer;
        } catch (InvocationTargetException e) {
            if (method.getName().startsWith("commit")) {
                refused.putAll(committed(given));
            }
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (Error e) {
            throw failure(e);
        }
    }

    /** Notes what a call changes. */
    private void follow(String method, Object[] given) {
        switch (method) {
            case "subscribe" -> watchRebalances(given);
            case "commitSync", "commitAsync" -> noteDone(given);
            case "pause" -> held.removeAll((Collection<?>) given[0]);
            case "seek" -> undone.remove((TopicPartition) given[0]);
            case "seekToBeginning", "seekToEnd" -> undone.keySet().removeAll((Collection<?>) given[0]);
            default -> {}
        }
    }

    /** An error, such as no memory for what was fetched, would end the thread of camel-kafka without a word. */
    private static Throwable failure(Throwable thrown) {
        return thrown instanceof Error ? new KafkaException(thrown.toString(), thrown) : thrown;
    }

    private ConsumerRecords<?, ?> poll(Duration timeout) {
        repeatCommit();
        if (open.getAsBoolean()) {
            resume();
            var records = handOut(kafka.poll(timeout));
            // A gate that closed meanwhile: of what this answer completes to a batch nothing could be done.
            if (open.getAsBoolean()) {
                return records;
            }
        }
        hold(kafka.assignment());
        if (!undone.isEmpty()) {
            goBack();
            throw new WakeupException();
        }
        holding = true;
        try {
            // Fetched before the pause, or of a partition that was assigned just now.
            var early = kafka.poll(timeout);
            early.partitions().forEach(partition -> kafka.seek(partition, firstOffset(early, partition)));
        } finally {
            holding = false;
        }
        return ConsumerRecords.empty();
    }

    private ConsumerRecords<?, ?> handOut(ConsumerRecords<?, ?> records) {
        for (var partition : records.partitions()) {
            var ofPartition = records.records(partition);
            long end = ofPartition.get(ofPartition.size() - 1).offset() + 1;
            undone.merge(
                    partition,
                    new Span(firstOffset(records, partition), end),
                    (before, now) -> before.until(now.end()));
        }
        return records;
    }

    private void goBack() {
        undone.keySet().retainAll(kafka.assignment());
        undone.forEach((partition, span) -> kafka.seek(partition, span.first()));
        undone.clear();
    }

    /** Somebody else may have paused partitions too: those are not ours to resume. */
    private void hold(Collection<TopicPartition> partitions) {
        var reading = new HashSet<>(partitions);
        reading.removeAll(kafka.paused());
        kafka.pause(reading);
        held.addAll(reading);
    }

    private void resume() {
        if (!held.isEmpty()) {
            held.retainAll(kafka.assignment());
            kafka.resume(List.copyOf(held));
            held.clear();
        }
    }

    private void noteDone(Object[] arguments) {
        committed(arguments)
                .forEach((partition, offset) -> undone.computeIfPresent(
                        partition, (key, span) -> span.from(offset.offset()).orElse(null)));
    }

    @SuppressWarnings("unchecked")
    private static Map<TopicPartition, OffsetAndMetadata> committed(Object[] arguments) {
        return arguments.length > 0 && arguments[0] instanceof Map<?, ?> offsets
                ? (Map<TopicPartition, OffsetAndMetadata>) offsets
                : Map.of();
    }

    /** What is refused once more is kept for the poll after; a partition that has gone is its next owner's. */
    private void repeatCommit() {
        if (!refused.isEmpty()) {
            try {
                kafka.commitSync(Map.copyOf(refused), REPEAT_TIMEOUT);
                refused.clear();
            } catch (RebalanceInProgressException | CommitFailedException | RetriableException e) {
                LOG.debug("commit refused again, repeated at the next poll: {}", e.getMessage());
            }
        }
    }

    private void watchRebalances(Object[] arguments) {
        if (arguments.length == 2) {
            arguments[1] = new HeldAssignment((ConsumerRebalanceListener) arguments[1]);
        }
    }

    private static <K, V> long firstOffset(ConsumerRecords<K, V> records, TopicPartition partition) {
        return records.records(partition).get(0).offset();
    }

    /** Holds what a rebalance adds before a record of it is fetched, and forgets what it takes away. */
    private final class HeldAssignment implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener next;

        HeldAssignment(ConsumerRebalanceListener next) {
            this.next = next;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (holding) {
                hold(partitions);
            }
            next.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            next.onPartitionsRevoked(partitions);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            next.onPartitionsLost(partitions);
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            undone.keySet().removeAll(partitions);
            held.removeAll(partitions);
            refused.keySet().removeAll(partitions);
        }
    }
}
