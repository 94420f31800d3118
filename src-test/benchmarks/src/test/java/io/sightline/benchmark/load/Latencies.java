package io.sightline.benchmark.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long each of some requests took. */
public final class Latencies {
    private final long[] sorted;

    /** @param nanos in any order */
    public Latencies(List<Long> nanos) {
        this.sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The shortest time that this share of the requests did not exceed (nearest rank); zero without any request.
     *
     * @param share 0..1
     */
    public Duration percentile(double share) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        var rank = (int) Math.ceil(share * sorted.length);
        return Duration.ofNanos(sorted[Math.max(1, rank) - 1]);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
