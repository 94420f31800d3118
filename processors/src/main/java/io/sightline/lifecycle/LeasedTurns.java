package io.sightline.lifecycle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns by a {@link Lease} for each thing. What a process does it leaves off while a third of the lease is left, so
 * that it has ended what it has begun when another process may begin.
 */
public final class LeasedTurns implements Turns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedTurns.class);

    private final Function<String, Lease> leases;
    private final long certain;
    private final LongSupplier nanoTime;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private volatile String failure = "";

    /**
     * Wants nothing yet.
     *
     * @param leases makes the lease of a thing
     * @param length of the leases
     */
    public LeasedTurns(Function<String, Lease> leases, Duration length) {
        this(leases, length, System::nanoTime);
    }

    LeasedTurns(Function<String, Lease> leases, Duration length, LongSupplier nanoTime) {
        this.leases = leases;
        this.certain = length.toNanos() / 3 * 2;
        this.nanoTime = nanoTime;
    }

    @Override
    public void want(Collection<String> things) {
        things.forEach(thing -> turns.computeIfAbsent(thing, name -> new Turn(leases.apply(name))));
    }

    @Override
    public void keep(Collection<String> things) {
        turns.keySet().stream()
                .filter(thing -> !things.contains(thing))
                .forEach(thing -> Optional.ofNullable(turns.remove(thing)).ifPresent(Turn::close));
    }

    @Override
    public boolean has(String thing) {
        var turn = turns.get(thing);
        return turn != null && turn.isHeld();
    }

    /** All that this process is to do. */
    public Set<String> held() {
        return turns.keySet().stream().filter(this::has).collect(Collectors.toSet());
    }

    /** Whether there are some whose turn nobody has asked for yet. */
    public boolean isAnyNew() {
        return turns.values().stream().anyMatch(turn -> !turn.isAsked);
    }

    /** Why turns could not be had or kept when they were last asked for; empty when they could. */
    public String failure() {
        return failure;
    }

    /** Takes what is free and renews what is had. While the database is away, each is had as long as it was certain. */
    public void renew() {
        for (var turn : new TreeMap<>(turns).values()) {
            try {
                turn.renew();
            } catch (SQLException | RuntimeException e) {
                say(String.valueOf(e.getMessage()));
                return;
            }
        }
        say("");
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

    /** Lets others have all of them at once; nothing of them is done here any more. */
    @Override
    public void close() {
        keep(Set.of());
    }

    /** One of them. */
    private final class Turn {
        private final Lease lease;
        private volatile boolean isAsked;
        private volatile boolean isHad;
        private volatile long had;
        private boolean isOver;

        Turn(Lease lease) {
            this.lease = lease;
        }

        boolean isHeld() {
            return isHad && nanoTime.getAsLong() - had < certain;
        }

        synchronized void renew() throws SQLException {
            if (isOver) {
                return;
            }
            long before = nanoTime.getAsLong();
            boolean won = lease.renew().isPresent();
            isAsked = true;
            had = won ? before : had;
            isHad = won;
        }

        synchronized void close() {
            isOver = true;
            isHad = false;
            lease.close();
        }
    }
}
