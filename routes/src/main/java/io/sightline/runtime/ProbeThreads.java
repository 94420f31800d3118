package io.sightline.runtime;

import io.sightline.gate.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that ask servers; one that hangs keeps no other from being asked. No executor that others could find. */
final class ProbeThreads implements Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor threads;

    ProbeThreads(int servers) {
        threads = new ScheduledThreadPoolExecutor(servers, new NamedThreads("probe"));
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (!threads.isShutdown()) {
            threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
