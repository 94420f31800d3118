package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's own double of its client stands for the broker. */
class GatedConsumerTest {
    private static final Duration TIMEOUT = Duration.ZERO;
    private static final TopicPartition ONE = new TopicPartition("claims", 0);
    private static final TopicPartition OTHER = new TopicPartition("claims", 1);

    private final AtomicBoolean refuseCommits = new AtomicBoolean();
    private final MockConsumer<String, String> kafka = new MockConsumer<>(OffsetResetStrategy.EARLIEST) {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (refuseCommits.get()) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets, timeout);
        }
    };
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Consumer<String, String> consumer = GatedConsumer.around(kafka, open::get);
    private final List<TopicPartition> assigned = new ArrayList<>();

    @BeforeEach
    void join() {
        consumer.subscribe(List.of("claims"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                assigned.removeAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                assigned.addAll(partitions);
            }
        });
        kafka.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
        kafka.rebalance(List.of(ONE));
    }

    @Test
    void anErrorOfTheClientIsAnExceptionThatCamelCatches() {
        // Given
        kafka.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        // When, then
        assertThatThrownBy(() -> consumer.poll(TIMEOUT))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("Java heap space")
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void readsWhileTheGateIsOpen() {
        // Given
        arrive(ONE, 0, 2);
        // When, then
        assertThat(offsets()).containsExactly(0L, 1L);
        assertThat(kafka.paused()).isEmpty();
        assertThat(assigned).containsExactly(ONE);
    }

    @Test
    void answersNothingAndPausesWhatIsAssignedWhileItIsClosed() {
        // Given
        open.set(false);
        arrive(ONE, 0, 2);
        // When, then
        assertThat(offsets()).isEmpty();
        assertThat(kafka.paused()).containsExactly(ONE);
        assertThat(kafka.lastPollTimeout()).as("the group hears of it").isEqualTo(TIMEOUT);
    }

    @Test
    void handsNothingOutThatArrivesWhileTheGateCloses() {
        // Given
        arrive(ONE, 0, 2);
        kafka.schedulePollTask(() -> open.set(false));
        // When, then
        assertThatThrownBy(this::offsets).isInstanceOf(WakeupException.class);
        assertThat(kafka.paused()).containsExactly(ONE);
        // When
        open.set(true);
        arrive(ONE, 0, 2);
        // Then
        assertThat(offsets()).containsExactly(0L, 1L);
    }

    @Test
    void readsOnWhereItWasWhenItOpens() {
        // Given
        open.set(false);
        arrive(ONE, 0, 2);
        offsets();
        // When
        open.set(true);
        // Then
        assertThat(offsets()).containsExactly(0L, 1L);
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void leavesAloneWhatSomebodyElseHasPaused() {
        // Given
        var third = new TopicPartition("claims", 2);
        kafka.updateBeginningOffsets(Map.of(third, 0L));
        kafka.rebalance(List.of(ONE, OTHER, third));
        consumer.pause(Set.of(OTHER));
        open.set(false);
        offsets();
        consumer.pause(Set.of(OTHER, third));
        // When
        open.set(true);
        offsets();
        // Then
        assertThat(kafka.paused()).containsExactlyInAnyOrder(OTHER, third);
    }

    @Test
    void goesBackOnceToTheFirstRecordThatWasNotCommitted() {
        // Given
        arrive(ONE, 0, 5);
        offsets();
        commit(ONE, 3);
        open.set(false);
        // When
        assertThatThrownBy(this::offsets).isInstanceOf(WakeupException.class);
        // Then
        assertThat(kafka.position(ONE)).isEqualTo(3);
        assertThat(offsets()).as("once").isEmpty();
        open.set(true);
        arrive(ONE, 3, 5);
        assertThat(offsets()).containsExactly(3L, 4L);
    }

    @Test
    void hasNothingToGoBackToWhenAllIsCommitted() {
        // Given
        arrive(ONE, 0, 5);
        offsets();
        commit(ONE, 5);
        // When
        open.set(false);
        // Then
        assertThat(offsets()).isEmpty();
        assertThat(kafka.position(ONE)).isEqualTo(5);
    }

    @Test
    void severalPollsBeforeACommitAreGoneBackOverWhole() {
        // Given
        arrive(ONE, 0, 2);
        offsets();
        arrive(ONE, 2, 4);
        offsets();
        // When
        open.set(false);
        assertThatThrownBy(this::offsets).isInstanceOf(WakeupException.class);
        // Then
        assertThat(kafka.position(ONE)).isZero();
    }

    @Test
    void aCommitThatTheBrokerRefusesWasOfWorkThatIsDone() {
        // Given
        arrive(ONE, 0, 2);
        offsets();
        refuseCommits.set(true);
        assertThatThrownBy(() -> commit(ONE, 2)).isInstanceOf(RebalanceInProgressException.class);
        // When
        open.set(false);
        // Then
        assertThat(offsets()).isEmpty();
        assertThat(kafka.position(ONE)).isEqualTo(2);
    }

    @Test
    void aCommitThatTheBrokerRefusesIsRepeatedUntilItTakesIt() {
        // Given
        arrive(ONE, 0, 2);
        offsets();
        refuseCommits.set(true);
        assertThatThrownBy(() -> commit(ONE, 2)).isInstanceOf(RebalanceInProgressException.class);
        offsets();
        assertThat(kafka.committed(Set.of(ONE)).get(ONE)).isNull();
        // When
        refuseCommits.set(false);
        offsets();
        // Then
        assertThat(kafka.committed(Set.of(ONE))).containsEntry(ONE, new OffsetAndMetadata(2));
    }

    @Test
    void aRefusedCommitIsForgottenWithItsPartition() {
        // Given
        arrive(ONE, 0, 2);
        offsets();
        refuseCommits.set(true);
        assertThatThrownBy(() -> commit(ONE, 2)).isInstanceOf(RebalanceInProgressException.class);
        // When: lost and won again within one poll
        kafka.schedulePollTask(() -> {
            kafka.rebalance(List.of(OTHER));
            kafka.rebalance(List.of(ONE));
            refuseCommits.set(false);
        });
        offsets();
        offsets();
        // Then
        assertThat(kafka.committed(Set.of(ONE)).get(ONE)).isNull();
    }

    @Test
    void whoSeeksHasSaidWhereToReadOn() {
        // Given
        arrive(ONE, 0, 5);
        offsets();
        consumer.seek(ONE, 4);
        // When
        open.set(false);
        // Then
        assertThat(offsets()).isEmpty();
        assertThat(kafka.position(ONE)).isEqualTo(4);
    }

    @Test
    void pausesWhatARebalanceAddsBeforeItIsRead() {
        // Given
        open.set(false);
        offsets();
        kafka.schedulePollTask(() -> {
            kafka.rebalance(List.of(ONE, OTHER));
            arrive(OTHER, 0, 3);
        });
        // When
        var read = offsets();
        // Then
        assertThat(read).isEmpty();
        assertThat(kafka.paused()).contains(ONE, OTHER);
        assertThat(kafka.position(OTHER)).isZero();
        open.set(true);
        assertThat(offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void seeksBackWhatArrivesAllTheSame() {
        // Given
        open.set(false);
        offsets();
        kafka.schedulePollTask(() -> {
            kafka.resume(Set.of(ONE));
            arrive(ONE, 0, 3);
        });
        // When
        var read = offsets();
        // Then
        assertThat(read).isEmpty();
        assertThat(kafka.position(ONE)).isZero();
    }

    @Test
    void forgetsWhatARebalanceTakesAway() {
        // Given
        kafka.rebalance(List.of(ONE, OTHER));
        arrive(ONE, 0, 2);
        arrive(OTHER, 0, 2);
        offsets();
        commit(ONE, 2);
        kafka.rebalance(List.of(ONE));
        // When
        open.set(false);
        var read = offsets();
        kafka.rebalance(List.of());
        open.set(true);
        // Then
        assertThat(read).as("nothing of ours to go back to").isEmpty();
        assertThat(offsets()).isEmpty();
        assertThat(assigned).isEmpty();
    }

    @Test
    void failuresOfTheClientComeAsTheyAre() {
        // Given
        var failure = new org.apache.kafka.common.errors.TimeoutException("no answer");
        kafka.setPollException(failure);
        // When, then
        assertThatThrownBy(this::offsets).isSameAs(failure);
    }

    private void arrive(TopicPartition partition, long first, long end) {
        for (long offset = first; offset < end; offset++) {
            kafka.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "camera", "frame"));
        }
    }

    private List<Long> offsets() {
        return StreamSupport.stream(consumer.poll(TIMEOUT).spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }

    private void commit(TopicPartition partition, long next) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)), Duration.ofSeconds(5));
    }
}
