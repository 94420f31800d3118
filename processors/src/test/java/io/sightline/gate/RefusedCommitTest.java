package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

/** What becomes of commits that the broker refuses in the middle of a rebalance. */
class RefusedCommitTest extends GatedConsumerTestSupport {
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
}
