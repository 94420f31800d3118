package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was announced of a model last, and how far this process is with it. What fails is tried again after a while; a
 * later announcement ends that at once.
 */
final class Pursuit {
    private final LongSupplier nanoTime;
    /** Asked without a lock by those who carry out what was announced before. */
    private volatile @Nullable Announcement target;

    private boolean done = true;
    private boolean busy;
    private int failures;
    private long notBefore;
    private String message = "";

    Pursuit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does nothing when it is the present one. */
    synchronized void begin(Announcement next) {
        if (next != target) {
            target = next;
            done = false;
            failures = 0;
            notBefore = nanoTime.getAsLong();
        }
    }

    Optional<Announcement> target() {
        return Optional.ofNullable(target);
    }

    boolean isFor(Announcement announcement) {
        return target == announcement;
    }

    /** Whether somebody should carry it out now; nobody else is told so before this one is done with it. */
    synchronized boolean isDue() {
        if (done || busy || nanoTime.getAsLong() - notBefore < 0) {
            return false;
        }
        busy = true;
        return true;
    }

    /** Whether it was carried out; never before there was one. */
    synchronized boolean isDone() {
        return target != null && done && !busy;
    }

    /** Why it is not carried out yet; empty when nothing has failed. */
    synchronized String message() {
        return message;
    }

    synchronized void succeed(Announcement announcement) {
        busy = false;
        if (isFor(announcement)) {
            done = true;
            message = "";
        }
    }

    /**
     * Has it tried again.
     *
     * @return whether this is another failure than the one before
     */
    synchronized boolean fail(Announcement announcement, Failure failure, String why) {
        busy = false;
        if (!isFor(announcement)) {
            return false;
        }
        failures++;
        notBefore = nanoTime.getAsLong() + Backoff.after(failure, failures).toNanos();
        var isOther = !why.equals(message);
        message = why;
        return isOther;
    }
}
