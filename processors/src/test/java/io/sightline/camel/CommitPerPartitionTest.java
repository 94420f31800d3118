package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitPerPartitionTest {
    private final List<String> committed = new ArrayList<>();
    private final KafkaBatch batch = new KafkaBatch();

    @Test
    void commitsTheLastRecordOfEachPartitionAndNoOther() {
        batch.add(0, 10, null, commits("0@10"))
                .add(1, 5, null, commits("1@5"))
                .add(0, 11, null, commits("0@11"))
                .add(2, 1, null, commits("2@1"))
                .add(1, 6, null, commits("1@6"));

        process();

        assertThat(committed).containsExactlyInAnyOrder("0@11", "1@6", "2@1");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void commitThatIsRefusedIsNoFailureOfTheBatch(RuntimeException refusal) {
        batch.add(0, 10, null, () -> {
                    throw refusal;
                })
                .add(1, 5, null, commits("1@5"));

        process();

        assertThat(committed).containsExactly("1@5");
    }

    static Stream<RuntimeException> refusals() {
        return Stream.of(
                new RebalanceInProgressException("rebalancing"),
                new CommitFailedException("not a member"),
                new TimeoutException("no answer"));
    }

    @Test
    void faultOfOurOwnIsNotSwallowed() {
        batch.add(0, 10, null, () -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(this::process).isInstanceOf(IllegalStateException.class);
    }

    private void process() {
        var exchange = batch.exchange();
        exchange.setProperty(Keys.BATCH, exchange.getMessage().getBody());
        new CommitPerPartition().process(exchange);
    }

    private KafkaManualCommit commits(String record) {
        return () -> committed.add(record);
    }
}
