package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupPositionsTest {
    private static final TopicPartition FRAMES = new TopicPartition("frames", 2);
    private static final TopicPartition OTHERS = new TopicPartition("frames", 3);
    private static final UUID ANEW = UUID.fromString("11111111-2222-3333-4444-555555555555");

    private final StillLog log = new StillLog();
    private final StoppedPartitions stopped = new StoppedPartitions();
    private final Accounts accounts = new Accounts();
    private final GroupPositions positions = new GroupPositions("sightline-ingest", log, stopped, accounts);

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
    void theTopicOfABatchIsTheOneThatTheProcessBeganWith() {
        positions.resume(FRAMES);

        assertThat(positions.topicId("frames", Map.of(FRAMES, 41L))).isEqualTo(Samples.TOPIC_ID);
    }

    /** Kafka has forgotten the group's position with the topic, so that nothing contradicts anything any more. */
    @Test
    void aTopicThatIsMadeAnewWhileItIsReadStopsAllItsPartitions() {
        // Given
        log.committed = Map.of(FRAMES, 17L);
        positions.resume(FRAMES);
        positions.resume(OTHERS);
        positions.topicId("frames", Map.of(FRAMES, 41L));
        // When
        log.topicId = ANEW;
        log.committed = Map.of();
        // Then: whether the batch was fetched before or after that, nobody knows
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> positions.topicId("frames", Map.of(FRAMES, 50L)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.TOPIC_REPLACED));
        assertThat(stopped.all()).containsOnlyKeys("sightline-ingest frames-2", "sightline-ingest frames-3");
        assertThat(stopped.all().get("sightline-ingest frames-2"))
                .asString()
                .contains("its id is " + ANEW + ", and was " + Samples.TOPIC_ID)
                .contains("partition 2 of that one", "before offset 42,");
        assertThat(stopped.all().get("sightline-ingest frames-3")).asString().contains("before offset 0,");
        refuses(FailureCode.TOPIC_REPLACED, "before offset 42,", "close the account of " + Samples.TOPIC_ID);
        refuses(FailureCode.TOPIC_REPLACED, "before offset 42,");
    }

    @Test
    void aTopicIsNotReadWhileAnotherOneOfItsNameHasAnAccount() {
        // Given
        accounts.open = true;
        // When, then
        refuses(FailureCode.TOPIC_REPLACED, "another one of the name", "close the account");
        assertThat(positions.stops("frames")).extracting(Stop::code).containsExactly(FailureCode.TOPIC_REPLACED);
        assertThat(stopped.all()).containsOnlyKeys("sightline-ingest frames-2");
        // When
        accounts.open = false;
        // Then
        assertThat(positions.resume(FRAMES)).isZero();
        assertThat(stopped.all()).isEmpty();
    }

    /** An outage of the database must not keep ingest from reading what it reads already. */
    @Test
    void accountsAreAskedForWhenTheProcessMeetsTheTopicAndNoMore() {
        positions.stops("frames");

        positions.resume(FRAMES);
        positions.resume(OTHERS);
        positions.topicId("frames", Map.of(FRAMES, 41L));

        assertThat(accounts.asked).isEqualTo(1);
    }

    /** What somebody remembers of another topic of the name. */
    private static final class Accounts implements FormerTopics {
        private boolean open;
        private int asked;

        @Override
        public Optional<Stop> stop(String topic, UUID topicId) {
            asked++;
            return open
                    ? Optional.of(new Stop(
                            FailureCode.TOPIC_REPLACED, "there was another one of the name", wayOn(topic, ANEW)))
                    : Optional.empty();
        }

        @Override
        public String wayOn(String topic, UUID former) {
            return "close the account of " + former;
        }
    }

    private void refuses(FailureCode code, String... words) {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> positions.resume(FRAMES))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }
}
