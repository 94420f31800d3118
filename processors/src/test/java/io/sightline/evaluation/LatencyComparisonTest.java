package io.sightline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyComparisonTest {
    @ParameterizedTest
    @CsvSource({"20,10,19", "21,11,20", "100,50,95", "101,51,96"})
    void takesTheNearestRank(int samples, long p50, long p95) {
        // Given 1 ms, 2 ms and so on
        var durations = new ArrayList<>(milliseconds(1, samples));
        Collections.shuffle(durations, new Random(1));
        // When
        var comparison = LatencyComparison.of(durations, milliseconds(1, samples));
        // Then
        assertThat(comparison.candidate())
                .isEqualTo(new LatencyPercentiles(Duration.ofMillis(p50), Duration.ofMillis(p95)));
        assertThat(comparison.serving()).isEqualTo(comparison.candidate());
        assertThat(comparison.samples()).isEqualTo(samples);
    }

    @Test
    void holdsTheCandidateAgainstTheServingVersionTimesTheFactor() {
        // Given 38 ms against 19 ms
        var comparison = LatencyComparison.of(milliseconds(2, 20), milliseconds(1, 20));
        // When, then
        assertThat(comparison.isWithin(2)).isTrue();
        assertThat(comparison.isWithin(1.99)).isFalse();
    }

    @Test
    void forgivesTheLongestRun() {
        // Given
        var candidate = new ArrayList<>(milliseconds(1, 20));
        candidate.set(19, Duration.ofMinutes(1));
        // When, then
        assertThat(LatencyComparison.of(candidate, milliseconds(1, 20)).isWithin(1))
                .isTrue();
    }

    @Test
    void saysBothInPlainWords() {
        assertThat(LatencyComparison.of(milliseconds(2, 20), milliseconds(1, 20))
                        .text())
                .isEqualTo(
                        "latency of the candidate p50 20.000 ms, p95 38.000 ms; of the serving version p50 10.000 ms,"
                                + " p95 19.000 ms; 20 runs each");
    }

    @Test
    void refusesTooFewRuns() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LatencyComparison.of(milliseconds(1, 19), milliseconds(1, 19)))
                .withMessage("latencies of at least 20 runs are needed for a 95th percentile, there are 19; let both"
                        + " versions look at the pictures several times");
    }

    @Test
    void refusesRunsThatWereNotByTurns() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LatencyComparison.of(milliseconds(1, 30), milliseconds(1, 29)))
                .withMessage("latencies are measured by turns, there are 30 of the candidate and 29 of the serving"
                        + " version");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesWhatIsNoDuration(long nanos) {
        // Given
        var wrong = new ArrayList<>(milliseconds(1, 20));
        wrong.set(7, Duration.ofNanos(nanos));
        // When, then
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LatencyComparison.of(milliseconds(1, 20), wrong))
                .withMessageStartingWith("a latency must be above 0, was PT");
    }

    private static List<Duration> milliseconds(int step, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Duration.ofMillis((long) i * step))
                .toList();
    }
}
