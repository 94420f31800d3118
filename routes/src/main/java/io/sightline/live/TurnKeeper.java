package io.sightline.live;

import io.sightline.lifecycle.LeasedTurns;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Has Pipes begin when it becomes this process' turn to run them, and begin nothing any more before it is that of
 * another. The database is asked by one thread, changes are carried out by another one, and the time is watched by a
 * third, which neither holds up.
 */
public final class TurnKeeper implements AutoCloseable {
    private static final int LOOK_MILLIS = 200;

    private final LeasedTurns turns;
    private final RouteSources sources;
    private final Duration patience;
    private final Duration period;
    private final ScheduledExecutorService asking = thread("sightline-pipe-turns");
    private final ScheduledExecutorService watching = thread("sightline-pipe-watch");
    private final ScheduledExecutorService changing = thread("sightline-pipe-changes");
    private final ExecutorService holding = Executors.newCachedThreadPool(daemons("sightline-pipe-hold"));
    private volatile boolean isAnyLost;
    private Known known = new Known(Set.of(), Set.of());
    private final Pauses pauses = new Pauses();
    private long asked;
    private long changeAfter = System.nanoTime();

    /** @param length of the leases */
    public TurnKeeper(LeasedTurns turns, RouteSources sources, Duration length) {
        this.turns = turns;
        this.sources = sources;
        this.patience = LeasedTurns.patience(length);
        this.period = LeasedTurns.period(length);
    }

    /** Turns as they were when what runs was made so. */
    private record Known(Set<String> held, Set<String> elsewhere) {}

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(daemons(name));
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins, when the context has started. */
    public void start() {
        asked = System.nanoTime() - period.toNanos();
        repeat(asking, this::ask);
        repeat(watching, this::watch);
        repeat(changing, this::change);
    }

    /** Whatever it fails with, it is done again: whoever watches no more runs what is another's. */
    private static void repeat(ScheduledExecutorService thread, Runnable work) {
        var failures = new Failures();
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                        failures.end();
                    } catch (Throwable e) {
                        failures.tell(e);
                    }
                },
                0,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** New ones are asked for at once, so that a Pipe that is created runs soon, and old ones given back at once. */
    private void ask() {
        boolean isDue = System.nanoTime() - asked >= period.toNanos();
        boolean isAnyChange = turns.isAnyNew() || turns.isAnyOver();
        if (isDue || (isAnyChange && turns.failure().isEmpty())) {
            asked = System.nanoTime();
            turns.renew();
        }
    }

    private void watch() {
        isAnyLost = sources.holdLost(holding);
    }

    /**
     * What is lost ends at once; what is won begins when all that is new has been asked for, as one change. One that
     * fails is tried again after pauses that grow.
     */
    private void change() {
        if (System.nanoTime() - changeAfter < 0) {
            return;
        }
        boolean isComplete = !turns.isAnyNew() || !turns.failure().isEmpty();
        var next = new Known(turns.held(), turns.elsewhere());
        if (isAnyLost || !next.held().containsAll(known.held()) || (isComplete && !next.equals(known))) {
            changeAfter = System.nanoTime() + pauses.next();
            sources.apply();
            changeAfter = System.nanoTime();
            pauses.end();
            known = next;
        }
    }

    /** From now on nothing new begins here and nothing is taken any more: the process ends. */
    public void leave() {
        turns.leave();
        sources.freeze();
    }

    /** What it was this process' turn to run has ended: others may have it. */
    @Override
    public void close() {
        changing.shutdownNow();
        watching.shutdownNow();
        holding.shutdownNow();
        asking.shutdownNow();
        try {
            // Otherwise it might take what is given back here.
            if (!asking.awaitTermination(patience.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)) {
                LiveRoutes.LOG.debug("the database is still asked for turns");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        turns.close();
    }

    /** Of one thread; each is told once, and not five times a second. */
    private static final class Failures {
        private String last = "";

        void tell(Throwable failure) {
            try {
                var next = String.valueOf(failure);
                if (!next.equals(last)) {
                    last = next;
                    LiveRoutes.LOG.warn("The turns of Pipes could not be looked at; it is tried again", failure);
                }
            } catch (Throwable untold) {
                // Without memory nothing can be told either, and what fails here ends the schedule.
            }
        }

        void end() {
            last = "";
        }
    }
}
