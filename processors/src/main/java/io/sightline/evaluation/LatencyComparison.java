package io.sightline.evaluation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long a candidate takes for a picture, and how long the serving version, measured by turns in one run: only so a
 * machine that is busy for a while slows both.
 *
 * @param candidate of the version that may come to serve
 * @param serving of the version that serves
 * @param samples runs of each
 */
public record LatencyComparison(LatencyPercentiles candidate, LatencyPercentiles serving, int samples) {
    /** Fewest runs of each: with fewer the 95th percentile is the longest run, an accident. */
    public static final int MIN_SAMPLES = 20;
    /** Enough to tell a slow version from one that was held up now and then. */
    static final int SURE_SAMPLES = 100;

    /**
     * Compares durations that were measured by turns.
     *
     * @param candidate one per run of the candidate, in any order
     * @param serving as many of the serving version
     * @throws IllegalArgumentException when they are fewer than {@link #MIN_SAMPLES} or not as many, or one is not
     *     above 0
     */
    public static LatencyComparison of(List<Duration> candidate, List<Duration> serving) {
        if (candidate.size() != serving.size()) {
            throw new IllegalArgumentException("latencies are measured by turns, there are " + candidate.size()
                    + " of the candidate and " + serving.size() + " of the serving version");
        }
        if (candidate.size() < MIN_SAMPLES) {
            throw new IllegalArgumentException("latencies of at least " + MIN_SAMPLES
                    + " runs are needed for a 95th percentile, there are " + candidate.size()
                    + "; let both versions look at the pictures several times");
        }
        requirePositive(candidate);
        requirePositive(serving);
        return new LatencyComparison(
                LatencyPercentiles.of(candidate), LatencyPercentiles.of(serving), candidate.size());
    }

    /**
     * Whether the candidate is quick enough, by its 95th percentile.
     *
     * @param factor times the serving version's 95th percentile that it may take
     */
    public boolean isWithin(double factor) {
        return candidate.p95().toNanos() <= factor * serving.p95().toNanos();
    }

    /** Whether more runs might still show that a candidate which is too slow so far was only held up. */
    boolean mayBeAnAccident(double factor) {
        return samples < SURE_SAMPLES && !isWithin(factor);
    }

    /** Both in plain words, in milliseconds. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "latency of the candidate p50 %s ms, p95 %s ms; of the serving version p50 %s ms, p95 %s ms; %d runs each",
                shown(candidate.p50()),
                shown(candidate.p95()),
                shown(serving.p50()),
                shown(serving.p95()),
                samples);
    }

    static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String shown(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", milliseconds(duration));
    }

    private static void requirePositive(List<Duration> durations) {
        for (var duration : durations) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("a latency must be above 0, was " + duration);
            }
        }
    }
}
