package io.sightline.live;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between tries: each is twice as long as the one before, up to a longest one, and by chance up to half shorter,
 * so that not all processes ask at once when a server is back.
 */
public final class Pauses {
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private long last;

    /** In nanoseconds. */
    public long next() {
        last = last == 0 ? FIRST : Math.min(2 * last, LONGEST);
        return last / 2 + ThreadLocalRandom.current().nextLong(last / 2);
    }

    /** A try has succeeded. */
    public void end() {
        last = 0;
    }
}
