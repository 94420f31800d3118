package io.sightline.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Says when something that happens often is worth a line: the first time in each minute, with a count of those before.
 */
final class OncePerMinute {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant next = Instant.MIN;
    private long silent;

    OncePerMinute(Clock clock) {
        this.clock = clock;
    }

    /** Counts one; when it is to be logged, how many there were since the last line, itself included. */
    synchronized OptionalLong count() {
        silent++;
        var now = clock.instant();
        if (now.isBefore(next)) {
            return OptionalLong.empty();
        }
        next = now.plus(PAUSE);
        var sum = silent;
        silent = 0;
        return OptionalLong.of(sum);
    }
}
