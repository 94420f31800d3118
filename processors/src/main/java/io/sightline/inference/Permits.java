package io.sightline.inference;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a core, with the memory to do it in. Who waits is served in order of arrival; when both lanes wait,
 * the one that had less of its share so far comes next (start-time fair queueing, Goyal et al. 1996, on time held), so
 * neither starves and nothing idles.
 */
final class Permits implements AutoCloseable {
    /** Who was let in by an estimate waits up to this many times the timeout when the estimate was wrong. */
    private static final int LENIENCE = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final EngineSettings settings;
    private final List<Workspace> workspaces = new ArrayList<>();
    /** The last used comes first, its memory is warm. */
    private final Deque<Workspace> free = new ArrayDeque<>();

    private final Queue requests;
    private final Queue pipeline;
    private boolean closed;

    Permits(EngineSettings settings) {
        this.settings = settings;
        this.requests = new Queue(1 - settings.pipelineShare());
        this.pipeline = new Queue(settings.pipelineShare());
        for (int i = 0; i < settings.permits(); i++) {
            workspaces.add(new Workspace());
        }
        free.addAll(workspaces);
    }

    /**
     * Waits for a permit.
     *
     * @throws TransientFailure MODEL_NOT_SERVING when the process ends, or OVERLOADED, at once when it is clear that no
     *     permit comes free in time
     */
    Permit take(Lane lane) {
        lock.lock();
        try {
            requireOpen();
            var queue = queue(lane);
            if (!queue.isActive()) {
                queue.used = Math.max(queue.used, other(lane).used);
            }
            var isAlone = lane == Lane.REQUESTS && free.size() == workspaces.size();
            var workspace = free.pollFirst();
            if (workspace == null) {
                requireRoomIn(lane);
                workspace = await(lane, queue);
            } else {
                queue.running++;
            }
            return new Permit(this, lane, workspace, isAlone, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses when {@link #take} would now, so that a caller need not read a body in vain.
     *
     * @throws TransientFailure MODEL_NOT_SERVING or OVERLOADED
     */
    void requireRoom(Lane lane) {
        lock.lock();
        try {
            requireOpen();
            if (free.isEmpty()) {
                requireRoomIn(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Permit permit) {
        var held = System.nanoTime() - permit.since();
        permit.workspace().trim();
        lock.lock();
        try {
            queue(permit.lane()).ended(held);
            var next = next();
            if (next.isPresent() && !closed) {
                next.get().grant(permit.workspace());
            } else {
                free.addFirst(permit.workspace());
                returned.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Native memory of all workers in bytes. */
    long bytes() {
        return workspaces.stream().mapToLong(Workspace::bytes).sum();
    }

    /** How many permits are in use now. */
    int used() {
        lock.lock();
        try {
            return workspaces.size() - free.size();
        } finally {
            lock.unlock();
        }
    }

    int waiting(Lane lane) {
        lock.lock();
        try {
            return queue(lane).waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses whoever waits, waits for the runs that are under way, frees their memory. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            requests.waiting.forEach(waiter -> waiter.granted.signal());
            pipeline.waiting.forEach(waiter -> waiter.granted.signal());
            while (free.size() < workspaces.size()) {
                returned.await();
            }
            free.forEach(Workspace::close);
        } catch (InterruptedException e) {
            // Native memory under a run that is still going must stay; the process is ending anyhow.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private Workspace await(Lane lane, Queue queue) {
        var waiter = new Waiter(lock.newCondition());
        queue.waiting.add(waiter);
        var most = settings.timeout().multipliedBy(LENIENCE);
        var left = lane == Lane.REQUESTS ? most.toNanos() : Long.MAX_VALUE;
        try {
            while (waiter.workspace == null && left > 0) {
                left = waiter.granted.awaitNanos(left);
                if (waiter.workspace == null) {
                    requireOpen();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.waiting.remove(waiter);
        }
        if (waiter.workspace != null) {
            return waiter.workspace;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new TransientFailure(FailureCode.MODEL_NOT_SERVING, "interrupted while it waited for a permit");
        }
        throw overloaded(queue, "none came free within " + most.toMillis() + " ms");
    }

    private Optional<Queue> next() {
        if (requests.waiting.isEmpty() || pipeline.waiting.isEmpty()) {
            return Optional.of(requests.waiting.isEmpty() ? pipeline : requests)
                    .filter(queue -> !queue.waiting.isEmpty());
        }
        return Optional.of(requests.used <= pipeline.used ? requests : pipeline);
    }

    private void requireRoomIn(Lane lane) {
        if (lane == Lane.PIPELINE) {
            return;
        }
        var queue = queue(lane);
        if (queue.waiting.size() >= settings.queue()) {
            throw overloaded(queue, "the queue is full");
        }
        var part = other(lane).isActive() ? queue.share : 1;
        var wait = Duration.ofNanos((long) ((queue.waiting.size() + 1) * queue.typical / (settings.permits() * part)));
        if (!queue.waiting.isEmpty() && wait.compareTo(settings.timeout()) > 0) {
            throw overloaded(
                    queue,
                    "a wait of about " + wait.toMillis() + " ms is longer than the "
                            + settings.timeout().toMillis() + " ms allowed");
        }
    }

    private TransientFailure overloaded(Queue queue, String reason) {
        return new TransientFailure(
                FailureCode.OVERLOADED,
                "all " + settings.permits() + " permits are taken and " + queue.waiting.size() + " wait for one; "
                        + reason + "; ask again later");
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
    }

    static TransientFailure closed() {
        return new TransientFailure(FailureCode.MODEL_NOT_SERVING, "the engine is closed; the process ends");
    }

    private Queue queue(Lane lane) {
        return lane == Lane.REQUESTS ? requests : pipeline;
    }

    private Queue other(Lane lane) {
        return queue(lane == Lane.REQUESTS ? Lane.PIPELINE : Lane.REQUESTS);
    }

    private static final class Waiter {
        private final Condition granted;
        private @Nullable Workspace workspace;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }

    /** One lane; guarded by the lock. */
    private static final class Queue {
        private static final double NEWEST = 0.1;

        private final double share;
        private final Deque<Waiter> waiting = new ArrayDeque<>();
        private int running;
        /**
         * Nanoseconds of permits held, divided by the share. A lane that wakes up starts where the other is: it has no
         * claim on the time that it did not use.
         */
        private double used;
        /** Nanoseconds that a permit is held, averaged with more weight on the latest. */
        private double typical;

        Queue(double share) {
            this.share = share;
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
}
