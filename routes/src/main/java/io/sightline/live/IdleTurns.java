package io.sightline.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Turns that this process has and can do nothing with. */
final class IdleTurns {
    /** Whose turn it is says first, where it speaks of Pipes, what is wrong. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Map<String, Instant> since = new HashMap<>();
    private final Clock clock;

    IdleTurns(Clock clock) {
        this.clock = clock;
    }

    /**
     * Those that others are to have.
     *
     * @param idle turns that nothing is done with now, by name of the file
     */
    Set<String> over(Map<String, Set<String>> idle) {
        var now = clock.instant();
        var over = new HashSet<String>();
        idle.forEach((file, turns) -> {
            if (turns.isEmpty()) {
                since.remove(file);
            } else if (!since.computeIfAbsent(file, first -> now).plus(GRACE).isAfter(now)) {
                over.addAll(turns);
            }
        });
        since.keySet().retainAll(idle.keySet());
        return over;
    }
}
