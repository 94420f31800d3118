package io.sightline.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** One lane of those who wait for {@link Permits}; guarded by their lock. */
final class PermitQueue {
    private static final double NEWEST = 0.1;

    final double share;
    final Deque<Waiter> waiting = new ArrayDeque<>();
    int running;
    /**
     * Nanoseconds of permits held, divided by the share. A lane that wakes up starts where the other is: it has no
     * claim on the time that it did not use.
     */
    double used;
    /** Nanoseconds that a permit is held, averaged with more weight on the latest. */
    double typical;

    PermitQueue(double share) {
        this.share = share;
    }

    static final class Waiter {
        final Condition granted;

        @Nullable Workspace workspace;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }

    boolean isActive() {
        return running > 0 || !waiting.isEmpty();
    }

    void ended(long nanos) {
        running--;
        used += nanos / share;
        typical += (nanos - typical) * (typical == 0 ? 1 : NEWEST);
    }

    void grant(Workspace workspace) {
        var waiter = waiting.remove();
        waiter.workspace = workspace;
        running++;
        waiter.granted.signal();
    }
}
