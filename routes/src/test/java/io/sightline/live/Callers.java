package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that call routes without a pause, and count what they get. */
final class Callers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AtomicLong answered = new AtomicLong();
    private final ConcurrentLinkedQueue<String> missed = new ConcurrentLinkedQueue<>();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile int generation;
    private volatile boolean isOver;

    /** One thread calls all of the routes in turn. */
    static Callers of(LiveFiles files, int threads, List<String> routes) {
        var callers = new Callers();
        for (int number = 0; number < threads; number++) {
            var thread = new Thread(() -> callers.call(files, routes));
            callers.threads.add(thread);
            thread.start();
        }
        callers.awaitMore();
        return callers;
    }

    private void call(LiveFiles files, List<String> routes) {
        for (int turn = 0; !isOver; turn++) {
            try {
                int began = generation;
                took(began, files.ask(routes.get(turn % routes.size())));
            } catch (RuntimeException e) {
                missed.add(String.valueOf(e.getCause()));
            }
        }
    }

    private synchronized void took(int began, String answer) {
        if (began == generation) {
            answers.add(answer);
        }
        answered.incrementAndGet();
    }

    /** Calls go on: as many as there are threads have begun from now on and have ended. */
    void awaitMore() {
        long enough = answered.get() + 2L * threads.size();
        await().atMost(PATIENCE).until(() -> answered.get() >= enough || !missed.isEmpty());
    }

    /** All answers so far. */
    Set<String> answers() {
        return Set.copyOf(answers);
    }

    /** Only answers to calls that begin from now on count. */
    synchronized void forget() {
        generation++;
        answers.clear();
    }

    @Override
    public void close() {
        isOver = true;
        await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(missed).isEmpty();
        assertThat(answered.get()).isPositive();
    }
}
