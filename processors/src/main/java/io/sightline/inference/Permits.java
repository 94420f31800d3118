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

    private final PermitQueue requests;
    private final PermitQueue pipeline;
    /** How many are out that were taken of no lane. */
    private int spares;
    /** Requests that got no permit, or were told beforehand that they would get none. */
    private long refusals;

    private boolean closed;

    Permits(EngineSettings settings) {
        this.settings = settings;
        this.requests = new PermitQueue(1 - settings.pipelineShare());
        this.pipeline = new PermitQueue(settings.pipelineShare());
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
     * Waits for a permit that nobody else waits for, as long as it takes. All but one permit may be taken so: one that
     * is never given back takes a core from others, and never all of them.
     *
     * @throws TransientFailure MODEL_NOT_SERVING when the process ends, OVERLOADED where there is one permit in all
     */
    Permit takeSpare() {
        if (settings.permits() == 1) {
            throw new TransientFailure(FailureCode.OVERLOADED, "the only permit cannot be spared");
        }
        lock.lock();
        try {
            requireOpen();
            while (free.isEmpty() || spares == settings.permits() - 1) {
                returned.await();
                requireOpen();
            }
            spares++;
            return new Permit(this, null, free.removeFirst(), false, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
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
            var lane = permit.lane();
            if (lane == null) {
                spares--;
            } else {
                queue(lane).ended(held);
            }
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

    /** How many requests were refused so far. */
    long refusals() {
        lock.lock();
        try {
            return refusals;
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
            returned.signalAll();
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

    private Workspace await(Lane lane, PermitQueue queue) {
        var waiter = new PermitQueue.Waiter(lock.newCondition());
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
            throw interrupted();
        }
        throw overloaded(queue, "none came free within " + most.toMillis() + " ms");
    }

    private Optional<PermitQueue> next() {
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

    private TransientFailure overloaded(PermitQueue queue, String reason) {
        refusals++;
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

    private static TransientFailure interrupted() {
        return new TransientFailure(FailureCode.MODEL_NOT_SERVING, "interrupted while it waited for a permit");
    }

    static TransientFailure closed() {
        return new TransientFailure(FailureCode.MODEL_NOT_SERVING, "the engine is closed; the process ends");
    }

    private PermitQueue queue(Lane lane) {
        return lane == Lane.REQUESTS ? requests : pipeline;
    }

    private PermitQueue other(Lane lane) {
        return queue(lane == Lane.REQUESTS ? Lane.PIPELINE : Lane.REQUESTS);
    }
}
