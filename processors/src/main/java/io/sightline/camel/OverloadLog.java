package io.sightline.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Says when a refusal for overload is worth a line: the first of each minute, which counts those before it. */
final class OverloadLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant next = Instant.MIN;
    private long silent;

    OverloadLog(Clock clock) {
        this.clock = clock;
    }

    /** Counts a refusal; when it is to be logged, how many there were since the last line, itself included. */
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
