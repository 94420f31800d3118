package io.sightline.live;

import io.sightline.integration.SourceFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns that this process has and can do nothing with. */
final class IdleTurns {
    /** Whose turn it is says first, where it speaks of Pipes, what is wrong. */
    private static final Duration FIRST = Duration.ofSeconds(2);
    /** What runs nowhere is not to go round all the time, and be told of each time; another process may be able to. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Map<String, Idle> all = new HashMap<>();
    private final Clock clock;

    IdleTurns(Clock clock) {
        this.clock = clock;
    }

    /** All files but these are gone. */
    void keep(Set<String> files) {
        all.keySet().retainAll(files);
    }

    /** A file runs here, in whatever version. */
    void end(SourceFile file) {
        all.remove(file.name());
    }

    /**
     * Those that others are to have now: each time that comes to nothing they are kept twice as long.
     *
     * @param turns that this process has for a file of which nothing runs
     * @param isDue whether it is tried next, which comes first
     */
    Set<String> over(SourceFile file, Set<String> turns, boolean isDue) {
        var idle = all.compute(
                file.name(),
                (name, former) -> former != null && former.file.saysTheSameAs(file) ? former : new Idle(file));
        return idle.isOver(!turns.isEmpty(), isDue, clock.instant()) ? turns : Set.of();
    }

    /** Turns for one file as it is. */
    private static final class Idle {
        private final SourceFile file;
        private Duration patience = FIRST;
        /** When the first try with them came to nothing. */
        private @Nullable Instant since;

        Idle(SourceFile file) {
            this.file = file;
        }

        boolean isOver(boolean isAny, boolean isDue, Instant now) {
            var begin = since;
            if (!isAny) {
                since = null;
                return false;
            }
            if (begin == null) {
                since = isDue ? null : now;
                return false;
            }
            if (isDue || begin.plus(patience).isAfter(now)) {
                return false;
            }
            since = null;
            patience = patience.multipliedBy(2).compareTo(LONGEST) < 0 ? patience.multipliedBy(2) : LONGEST;
            return true;
        }
    }
}
