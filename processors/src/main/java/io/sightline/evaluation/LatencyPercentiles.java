package io.sightline.evaluation;

import java.time.Duration;
import java.util.List;

/**
 * The shortest times that half, and 95 in 100, of the runs did not exceed (nearest rank).
 *
 * @param p50 median
 * @param p95 95th percentile
 */
public record LatencyPercentiles(Duration p50, Duration p95) {
    /** @param durations in any order, at least one */
    static LatencyPercentiles of(List<Duration> durations) {
        var sorted = durations.stream().sorted().toList();
        return new LatencyPercentiles(atRank(sorted, 50), atRank(sorted, 95));
    }

    private static Duration atRank(List<Duration> sorted, int percent) {
        // Whole numbers: 0.95 * 20 is above 19 in some arithmetic and would give the longest.
        var rank = (sorted.size() * (long) percent + 99) / 100;
        return sorted.get((int) rank - 1);
    }
}
