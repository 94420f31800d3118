package io.sightline.camel;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says when something that happens often is worth a line: the first time in each minute, with a count of those before.
 */
final class OncePerMinute {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long next;
    private long silent;

    /** @param nanoTime time that no clock's change moves, in nanoseconds */
    OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /** Counts one; when it is to be logged, how many there were since the last line, itself included. */
    synchronized OptionalLong count() {
        silent++;
        var now = nanoTime.getAsLong();
        if (now - next < 0) {
            return OptionalLong.empty();
        }
        next = now + PAUSE;
        var sum = silent;
        silent = 0;
        return OptionalLong.of(sum);
    }
}
