package io.sightline.live;

import io.sightline.lifecycle.LeasedTurns;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has Pipes begin when it becomes this process' turn to run them, and end before it is that of another. The database is
 * asked by one thread, and the time is watched by another one, which no database holds up.
 */
public final class TurnKeeper implements AutoCloseable {
    private static final int LOOK_MILLIS = 200;

    private final LeasedTurns turns;
    private final RouteSources sources;
    private final long renewNanos;
    private final ScheduledExecutorService asking = thread("sightline-pipe-turns");
    private final ScheduledExecutorService watching = thread("sightline-pipe-watch");
    private Set<String> known = Set.of();
    private long asked;

    /** @param length of the leases */
    public TurnKeeper(LeasedTurns turns, RouteSources sources, Duration length) {
        this.turns = turns;
        this.sources = sources;
        this.renewNanos = length.toNanos() / 3;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins, when the context has started. */
    public void start() {
        asked = System.nanoTime() - renewNanos;
        repeat(asking, this::ask);
        repeat(watching, this::look);
    }

    private static void repeat(ScheduledExecutorService thread, Runnable work) {
        var unused = thread.scheduleWithFixedDelay(work, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** New ones are asked for at once, so that a Pipe that is created runs soon. */
    private void ask() {
        boolean isDue = System.nanoTime() - asked >= renewNanos;
        if (isDue || (turns.isAnyNew() && turns.failure().isEmpty())) {
            asked = System.nanoTime();
            turns.renew();
        }
    }

    /** What is lost ends at once; what is won begins when all that is new has been asked for, as one change. */
    private void look() {
        try {
            var held = turns.held();
            boolean isComplete = !turns.isAnyNew() || !turns.failure().isEmpty();
            if (!held.containsAll(known) || (isComplete && !held.equals(known))) {
                known = held;
                sources.apply();
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LiveRoutes.LOG.warn("A change of turns could not be carried out; what runs goes on", e);
        }
    }

    /** What it was this process' turn to run has ended: others may have it. */
    @Override
    public void close() {
        asking.shutdownNow();
        watching.shutdownNow();
        try {
            if (!asking.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                LiveRoutes.LOG.debug("the database is still asked for turns");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        turns.close();
    }
}
