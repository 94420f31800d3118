package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SwapWatchTest {
    private static final SwapWatch WATCH = new SwapWatch(Duration.ofMinutes(10), 100, 0.02, 2);

    @Test
    void complainsOfRunsThatFail() {
        assertThat(WATCH.judge(List.of(report(60, 2), report(40, 1)))).hasValueSatisfying(complaint -> {
            assertThat(complaint.message()).isEqualTo("3 of its 100 runs failed, and at most 0.02 of them may");
            assertThat(complaint.metrics()).containsEntry("runs", 100.0).containsEntry("failures", 3.0);
        });
        assertThat(WATCH.judge(List.of(report(60, 1), report(40, 1)))).isEmpty();
    }

    @Test
    void saysNothingOfAFewRuns() {
        assertThat(WATCH.judge(List.of())).isEmpty();
        assertThat(WATCH.judge(List.of(report(99, 99)))).isEmpty();
        assertThat(WATCH.judge(List.of(report(99, 0, 90_000, 10_000)))).isEmpty();
    }

    @Test
    void withoutABoundOfRunsTheFirstOneCounts() {
        var eager = new SwapWatch(Duration.ofMinutes(10), 0, 0.02, 2);

        assertThat(eager.judge(List.of(report(0, 0)))).isEmpty();
        assertThat(eager.judge(List.of(report(1, 1)))).isPresent();
    }

    @Test
    void complainsOfSlowness() {
        assertThat(WATCH.judge(List.of(report(100, 0, 20_001, 10_000)))).hasValueSatisfying(complaint -> {
            assertThat(complaint.message())
                    .isEqualTo("95 % of its runs took up to 20.0 ms where the version before took 10.0 ms, and at most"
                            + " 2.0 times as long is accepted");
            assertThat(complaint.metrics()).containsKeys("runs", "p95_ms", "former_p95_ms");
        });
        assertThat(WATCH.judge(List.of(report(100, 0, 20_000, 10_000)))).isEmpty();
    }

    @Test
    void aSlowMachineIsComparedWithItself() {
        assertThat(WATCH.judge(List.of(report(500, 0, 10_000, 10_000), report(500, 0, 90_000, 80_000))))
                .isEmpty();
    }

    @Test
    void oneProcessOfManyDoesNotOutvoteTheOthers() {
        assertThat(WATCH.judge(List.of(
                        report(1000, 0, 10_000, 10_000),
                        report(1000, 0, 10_000, 10_000),
                        report(50, 0, 90_000, 10_000))))
                .isEmpty();
    }

    @Test
    void aProcessWithoutAFormerVersionSaysNothingOfSlowness() {
        assertThat(WATCH.judge(List.of(report(1000, 0)))).isEmpty();
        assertThat(WATCH.judge(List.of(report(1000, 0, 90_000, 0)))).isEmpty();
    }

    private static FollowerReport report(long runs, long failures) {
        return new FollowerReport("pod", runs, failures, OptionalLong.of(90_000), OptionalLong.empty());
    }

    private static FollowerReport report(long runs, long failures, long p95, long former) {
        return new FollowerReport("pod", runs, failures, OptionalLong.of(p95), OptionalLong.of(former));
    }
}
