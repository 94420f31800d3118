package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupPositionsTest {
    private static final TopicPartition FRAMES = new TopicPartition("frames", 2);

    private final StillLog log = new StillLog();
    private final StoppedPartitions stopped = new StoppedPartitions();
    private final GroupPositions positions = new GroupPositions("sightline-ingest", log, stopped);

    @Test
    void aGroupThatNeverReadThePartitionBeginsAtTheStartOfItsLog() {
        log.start = 17;

        assertThat(positions.resume(FRAMES)).isEqualTo(17);
        assertThat(positions.stops("frames")).isEmpty();
    }

    @Test
    void aGroupReadsOnWhereItHasCommitted() {
        log.committed = Map.of(FRAMES, 42L);

        assertThat(positions.resume(FRAMES)).isEqualTo(42);
    }

    @Test
    void aPositionBehindTheEndStopsThePartitionUntilAPersonHasDecided() {
        // Given
        log.committed = Map.of(FRAMES, 42L);
        log.end = 40;
        // When, then
        refuses(FailureCode.OFFSET_OUT_OF_RANGE, "the log of frames-2 ends at offset 40", "has read all before 42");
        assertThat(stopped.all()).containsOnlyKeys("sightline-ingest frames-2");
        assertThat(positions.stops("frames")).extracting(Stop::code).containsExactly(FailureCode.OFFSET_OUT_OF_RANGE);
        // When
        log.committed = Map.of(FRAMES, 0L);
        // Then
        assertThat(positions.resume(FRAMES)).isZero();
        assertThat(stopped.all()).isEmpty();
    }

    @Test
    void recordsThatExpiredUnreadStopThePartitionToo() {
        log.committed = Map.of(FRAMES, 42L);
        log.start = 50;

        refuses(FailureCode.RECORDS_EXPIRED, "from offset 42 to 49 were dropped", "--topic frames:2 --reset-offsets");
    }

    @Test
    void theTopicOfABatchIsTheOneThatThePartitionWasGivenOf() {
        // Given
        positions.resume(FRAMES);
        assertThat(positions.topicId(FRAMES)).isEqualTo(log.topicId);
        // When: whether the batch was fetched before or after that, nobody knows
        log.topicId = UUID.fromString("11111111-2222-3333-4444-555555555555");
        // Then
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> positions.topicId(FRAMES))
                .withMessageContaining("topic frames was made anew while it was read")
                .extracting(TransientFailure::code)
                .isEqualTo(FailureCode.TOPIC_REPLACED);
        positions.resume(FRAMES);
        assertThat(positions.topicId(FRAMES)).isEqualTo(log.topicId);
    }

    private void refuses(FailureCode code, String... words) {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> positions.resume(FRAMES))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }
}
