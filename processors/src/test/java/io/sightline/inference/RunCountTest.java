package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCountTest {
    private final RunCount count = new RunCount();

    @Test
    void tellsInWhichTimeNearlyAllRunsWereDone() {
        assertThat(count.percentile()).isEmpty();
        for (int i = 1; i <= 100; i++) {
            run(Duration.ofMillis(i));
        }

        assertThat(count.runs()).isEqualTo(100);
        assertThat(count.percentile()).hasValue(95_000);
    }

    @Test
    void forgetsRunsOfLongAgo() {
        for (int i = 0; i < 5_000; i++) {
            run(Duration.ofSeconds(1));
        }
        for (int i = 0; i < 1_024; i++) {
            run(Duration.ofMillis(2));
        }

        assertThat(count.percentile()).hasValue(2_000);
        assertThat(count.runs()).isEqualTo(6_024);
    }

    @Test
    void countsNoFailureThatIsSomebodyElsesFault() {
        for (var failure : List.of(
                new PermanentFailure(FailureCode.OUTPUT_NOT_FINITE, "NaN"),
                new PermanentFailure(FailureCode.OUTPUT_OUT_OF_RANGE, "2.4"),
                new PermanentFailure(FailureCode.UNEXPECTED_FAILURE, "the graph"),
                new IllegalStateException("a mistake"),
                new PermanentFailure(FailureCode.NOT_A_PICTURE, "text"),
                new TransientFailure(FailureCode.OVERLOADED, "no permit"))) {
            assertThatThrownBy(() -> count.count(() -> {
                        throw failure;
                    }))
                    .isEqualTo(failure);
        }

        assertThat(count.failures()).isEqualTo(4);
        assertThat(count.runs()).isEqualTo(4);
        assertThat(count.percentile()).isEmpty();
    }

    private void run(Duration time) {
        var inference = new Inference(
                Samples.inference("tiny").model(),
                "{}",
                0.5f,
                1,
                1,
                1,
                List.of(),
                Duration.ofHours(1),
                time,
                Duration.ZERO);
        assertThat(count.count(() -> inference)).isSameAs(inference);
    }
}
