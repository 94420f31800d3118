package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class GatedConsumerTest extends GatedConsumerTestSupport {
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
}
