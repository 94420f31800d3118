package io.sightline.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * How many requests each client may send to this process. They come back evenly, and what was not used in one period
 * may come at once in the next one.
 */
public final class ClientRate {
    /** A client that was silent for so long has all of its requests again. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private static final int MOST_CLIENTS = 10_000;

    private final int requests;
    private final Duration period;
    private final LoadingCache<String, Bucket> buckets;

    /** @param requests how many in each period, above 0 */
    public ClientRate(int requests, Duration period) {
        this.requests = requests;
        this.period = period;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(FORGOTTEN_AFTER)
                .maximumSize(MOST_CLIENTS)
                .build(client -> bucket());
    }

    /**
     * What became of one request.
     *
     * @param permitted whether it may be served
     * @param remaining further ones that may be sent at once
     * @param next time until one more may be sent; zero when one may be sent now
     * @param reset time until all may be sent again
     */
    public record Verdict(boolean permitted, long remaining, Duration next, Duration reset) {}

    public int requests() {
        return requests;
    }

    public Duration period() {
        return period;
    }

    /** Counts one request of a client. */
    public Verdict take(String client) {
        var probe = buckets.get(client).tryConsumeAndReturnRemaining(1);
        return new Verdict(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, period))
                .build();
    }
}
