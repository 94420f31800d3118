package io.sightline.gate;

import io.sightline.failure.Quotation;
import io.sightline.gate.GateState.Position;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed by a failure, opened by a probe. One probe runs at a time, each later than the one before; a gate that is
 * closed again soon after it was opened goes on where its waiting ended, so that a probe which knows less than the work
 * itself does not make everybody run in circles.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_CAUSE = 300;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Watched watched;
    private final Clock clock;
    private final Scheduler scheduler;
    private volatile GateState state;
    private Duration wait = SHORTEST_WAIT;
    private boolean ended;

    Gate(Watched watched, Clock clock, Scheduler scheduler) {
        this.watched = watched;
        this.clock = clock;
        this.scheduler = scheduler;
        this.state = new GateState(watched.dependency(), watched.server(), Position.OPEN, clock.instant(), "", 0);
    }

    GateState state() {
        return state;
    }

    synchronized void close(String cause) {
        if (ended || state.position() != Position.OPEN) {
            return;
        }
        var now = clock.instant();
        boolean again = state.closings() > 0 && age().compareTo(SOON) < 0;
        wait = again ? longer(wait) : SHORTEST_WAIT;
        state = state.closedFor(Quotation.of(cause, LONGEST_CAUSE), now);
        LOG.atWarn()
                .addKeyValue("dependency", watched.dependency().label())
                .addKeyValue("server", watched.server())
                .addKeyValue("cause", state.cause())
                .log("gate closed: nothing is read that needs it");
        scheduler.after(wait, this::probe);
    }

    synchronized void end() {
        ended = true;
    }

    private void probe() {
        boolean answered = false;
        try {
            watched.probe().check();
            answered = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.atDebug()
                    .addKeyValue("dependency", watched.dependency().label())
                    .addKeyValue("cause", e.getMessage())
                    .log("still away");
        } finally {
            // After an Error too: a gate that nobody asks for any more would stay closed for ever.
            settle(answered);
        }
    }

    private synchronized void settle(boolean answered) {
        if (ended) {
            return;
        }
        if (answered) {
            LOG.atInfo()
                    .addKeyValue("dependency", watched.dependency().label())
                    .addKeyValue("closedForMillis", age().toMillis())
                    .log("gate open");
            state = state.in(Position.OPEN, clock.instant());
            return;
        }
        if (state.position() == Position.CLOSED
                && watched.patience().filter(most -> age().compareTo(most) >= 0).isPresent()) {
            LOG.atWarn()
                    .addKeyValue("dependency", watched.dependency().label())
                    .addKeyValue("closedForMillis", age().toMillis())
                    .log("gate given up: what needs it becomes a dead letter");
            state = state.in(Position.GIVEN_UP, clock.instant());
        }
        wait = longer(wait);
        scheduler.after(wait, this::probe);
    }

    private Duration age() {
        return Duration.between(state.since(), clock.instant());
    }

    private static Duration longer(Duration wait) {
        var doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}
