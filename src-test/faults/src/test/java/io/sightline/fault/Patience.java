package io.sightline.fault;

import java.time.Duration;

/** Ends when a number has reached zero, or has not become less for too long. */
final class Patience {
    private final Duration limit;
    private long least = Long.MAX_VALUE;
    private long since = System.nanoTime();

    Patience(Duration limit) {
        this.limit = limit;
    }

    boolean isOver(long remaining) {
        if (remaining < least) {
            least = remaining;
            since = System.nanoTime();
        }
        return remaining == 0 || System.nanoTime() - since > limit.toNanos();
    }
}
