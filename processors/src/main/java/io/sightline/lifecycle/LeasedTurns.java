package io.sightline.lifecycle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns by a lease for each thing. What a process does it leaves off while a third of the lease is left, so that it has
 * ended what it has begun when another process may begin. Only {@link #renew} and {@link #close} ask the database; all
 * else waits for nobody.
 */
public final class LeasedTurns implements Turns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedTurns.class);
    /** Of a lease: two questions that are not answered leave time for a third. */
    private static final int QUESTIONS = 5;
    /** Nobody waits longer for what others pass on, however long the leases are. */
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(10);

    private final LeaseRows leases;
    private final long length;
    private final long certain;
    private final long pause;
    private final LongSupplier nanoTime;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();
    private volatile boolean isLeaving;
    private volatile String failure = "";
    private volatile Map<String, String> owners = Map.of();
    private volatile long told;

    /**
     * Wants nothing yet.
     *
     * @param group begins the names of the leases; processes of other groups have turns of their own
     * @param owner tells this process from all others, former ones of this machine too
     * @param length of the leases
     */
    public LeasedTurns(DataSource database, String group, String owner, Duration length) {
        this(database, group, owner, length, System::nanoTime);
    }

    LeasedTurns(DataSource database, String group, String owner, Duration length, LongSupplier nanoTime) {
        this.leases = new LeaseRows(database, group, owner, length, patience(length));
        this.length = length.toNanos();
        this.certain = length.toNanos() / 3 * 2;
        // Each of the others asks meanwhile.
        this.pause = 2 * period(length).toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * How long the database may take to answer a question.
     *
     * @param length of the leases
     */
    public static Duration patience(Duration length) {
        return length.dividedBy(QUESTIONS);
    }

    /**
     * How long after a question the next is due, so that none of what others pass on is missed.
     *
     * @param length of the leases
     */
    public static Duration period(Duration length) {
        return patience(length).compareTo(LONGEST_PERIOD) < 0 ? patience(length) : LONGEST_PERIOD;
    }

    @Override
    public void want(Collection<String> things) {
        things.forEach(thing -> turns.computeIfAbsent(thing, name -> {
            over.remove(name);
            return new Turn(nanoTime.getAsLong());
        }));
    }

    @Override
    public void keep(Collection<String> things) {
        turns.keySet().stream()
                .filter(thing -> !things.contains(thing))
                .forEach(thing -> turns.computeIfPresent(thing, (name, turn) -> {
                    over.add(name);
                    return null;
                }));
    }

    @Override
    public void passOn(Collection<String> things) {
        things.forEach(thing -> turns.computeIfPresent(thing, (name, turn) -> {
            over.add(name);
            // Another one: the answer to a question that is under way is not its.
            return new Turn(nanoTime.getAsLong() + pause);
        }));
    }

    @Override
    public boolean has(String thing) {
        var turn = turns.get(thing);
        return turn != null && turn.isHeld();
    }

    @Override
    public boolean isElsewhere(String thing) {
        var turn = turns.get(thing);
        return turn != null && turn.isAsked && !turn.isHad;
    }

    /** All that this process is to do. */
    public Set<String> held() {
        return all(this::has);
    }

    /** All that other processes do. */
    public Set<String> elsewhere() {
        return all(this::isElsewhere);
    }

    private Set<String> all(Predicate<String> which) {
        return turns.keySet().stream().filter(which).collect(Collectors.toSet());
    }

    /** Whether there are some whose turn nobody has asked for yet. */
    public boolean isAnyNew() {
        return !isLeaving && turns.values().stream().anyMatch(turn -> !turn.isAsked && turn.mayBeAsked());
    }

    /** Whether there are some that the others do not know yet that they may have. */
    public boolean isAnyOver() {
        return !over.isEmpty();
    }

    /** Why turns could not be had or kept when they were last asked for; empty when they could. */
    public String failure() {
        return failure;
    }

    /** Who has which of those that are wanted, when they were last asked for; none when that is too long ago. */
    public Map<String, String> owners() {
        return nanoTime.getAsLong() - told < length ? owners : Map.of();
    }

    /** From now on what is had is renewed, and nothing is taken any more. */
    public void leave() {
        isLeaving = true;
    }

    /**
     * Takes what is free, renews what is had, and gives back what is not wanted any more. One thread at a time. While
     * the database is away, each is had as long as it was certain.
     */
    public void renew() {
        try {
            take();
            var ended = List.copyOf(over);
            if (!ended.isEmpty()) {
                leases.giveBack(ended);
                ended.forEach(over::remove);
            }
            say("");
        } catch (SQLException | RuntimeException e) {
            say(String.valueOf(e.getMessage()));
        }
    }

    private void take() throws SQLException {
        var asked = Map.copyOf(turns);
        var names = isLeaving ? held() : new HashSet<>(asked.keySet());
        // What is still to be given back would be taken, and then be given back all the same.
        names.removeIf(name -> over.contains(name)
                || !Optional.ofNullable(asked.get(name)).map(Turn::mayBeAsked).orElse(false));
        if (names.isEmpty()) {
            owners = Map.of();
            return;
        }
        // Counted from before the question: no row expires earlier than this.
        long before = nanoTime.getAsLong();
        var answer = leases.take(names);
        owners = Map.copyOf(answer);
        told = before;
        for (var name : names) {
            var turn = asked.get(name);
            if (turn != null) {
                turn.answer(leases.owner().equals(answer.get(name)), before);
            }
        }
    }

    private void say(String next) {
        if (next.isEmpty() && !failure.isEmpty()) {
            LOG.info("the turns of Pipes are renewed again");
        } else if (!next.isEmpty() && failure.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("cause", next)
                    .log(
                            "the turns of Pipes cannot be renewed; this process leaves its own off before others may begin");
        }
        failure = next;
    }

    /** Lets others have all of them at once; nothing of them is done here any more, and nobody renews them. */
    @Override
    public void close() {
        keep(Set.of());
        var ended = List.copyOf(over);
        ended.forEach(over::remove);
        if (ended.isEmpty()) {
            return;
        }
        try {
            leases.giveBack(ended);
        } catch (SQLException | RuntimeException e) {
            LOG.atInfo()
                    .addKeyValue("cause", e.getMessage())
                    .log("the turns of Pipes were not given back; others can have them when the leases end");
        }
    }

    /** One of them; written by the thread that asks. */
    private final class Turn {
        private volatile boolean isAsked;
        private volatile boolean isHad;
        private volatile long had;
        private final long askAfter;

        Turn(long askAfter) {
            this.askAfter = askAfter;
        }

        boolean mayBeAsked() {
            return nanoTime.getAsLong() - askAfter >= 0;
        }

        boolean isHeld() {
            return isHad && nanoTime.getAsLong() - had < certain;
        }

        void answer(boolean isWon, long before) {
            if (isWon) {
                had = before;
            }
            isHad = isWon;
            isAsked = true;
        }
    }
}
