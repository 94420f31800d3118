package io.sightline.proxy;

import java.util.concurrent.TimeUnit;

/** The fault of the moment, and who waits for it to end. */
final class Valve {
    private Fault fault = new Fault.None();
    private int strikes;
    private int strikesLeft;

    synchronized Fault fault() {
        return fault;
    }

    /** @param limit strikes after which the fault ends by itself */
    synchronized void turn(Fault next, int limit) {
        fault = next;
        strikesLeft = limit;
        notifyAll();
    }

    /** Whether the fault, if it is still that one, may act once more. */
    synchronized boolean strike(Fault acting) {
        if (fault != acting || strikesLeft == 0) {
            return false;
        }
        strikes++;
        strikesLeft--;
        if (strikesLeft == 0) {
            fault = new Fault.None();
            notifyAll();
        }
        return true;
    }

    synchronized int strikes() {
        return strikes;
    }

    /** Returns when the fault has ended or the time is over. */
    synchronized void hold(Fault held, long millis) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (var rest = millis; fault == held && rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            wait(rest);
        }
    }
}
