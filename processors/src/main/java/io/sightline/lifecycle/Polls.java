package io.sightline.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When each model is looked at next, by the time that has passed: once per period, with some jitter so that the looks
 * spread; more seldom while they fail; at once when somebody asks for it; never twice at the same time.
 */
public final class Polls {
    private static final double JITTER = 0.2;
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Duration period;
    private final LongSupplier nanoTime;
    private final Random random;
    private final Map<String, Turn> turns = new HashMap<>();

    private static final class Turn {
        private long due;
        private boolean underWay;
        private boolean woken;
        private int failures;
    }

    public Polls(Duration period) {
        this(period, System::nanoTime, new Random());
    }

    Polls(Duration period, LongSupplier nanoTime, Random random) {
        this.period = period;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Says which models there are; a new one is due at once. */
    synchronized void expect(Set<String> names) {
        turns.keySet().retainAll(names);
        for (var name : names) {
            turns.computeIfAbsent(name, fresh -> dueNow(new Turn()));
        }
    }

    /** Lets all be due now. */
    synchronized void expectAnew(Set<String> names) {
        expect(names);
        turns.values().forEach(turn -> turn.woken = true);
    }

    /** The models whose time has come. Each is under way until {@link #done}. */
    synchronized List<String> due() {
        var names = new ArrayList<String>();
        turns.forEach((name, turn) -> {
            if (!turn.underWay && (turn.woken || turn.due - nanoTime.getAsLong() <= 0)) {
                turn.underWay = true;
                turn.woken = false;
                names.add(name);
            }
        });
        return names;
    }

    /** Whether a model is looked at now, or a version of it tried. */
    synchronized boolean isUnderWay(String name) {
        var turn = turns.get(name);
        return turn != null && turn.underWay;
    }

    /** Asks for a look at once, or for another one when one is under way. */
    public synchronized void wake(String name) {
        var turn = turns.get(name);
        if (turn != null) {
            turn.woken = true;
        }
    }

    /** Says that a look has ended. */
    public synchronized void done(String name, boolean failed) {
        var turn = turns.get(name);
        if (turn == null) {
            return;
        }
        turn.underWay = false;
        turn.failures = failed ? Math.min(turn.failures + 1, MOST_DOUBLINGS) : 0;
        turn.due = nanoTime.getAsLong() + pause(turn.failures);
    }

    private long pause(int failures) {
        var longest = Math.max(period.toNanos(), LONGEST_PAUSE.toNanos());
        var pause = Math.min(period.toNanos() << failures, longest);
        return (long) (pause * (1 - JITTER / 2 + JITTER * random.nextDouble()));
    }

    private Turn dueNow(Turn turn) {
        turn.due = nanoTime.getAsLong();
        return turn;
    }
}
