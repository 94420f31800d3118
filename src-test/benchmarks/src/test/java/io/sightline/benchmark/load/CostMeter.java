package io.sightline.benchmark.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches what processes use, from its start until it is asked. */
final class CostMeter implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final ProcessTree processes;
    private final Duration cpuAtStart;
    private final AtomicLong peakRss = new AtomicLong();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "cost-meter");
        thread.setDaemon(true);
        return thread;
    });

    CostMeter(ProcessTree processes) {
        this.processes = processes;
        this.cpuAtStart = processes.cpu();
        watch.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    Cost cost() {
        look();
        return new Cost(processes.cpu().minus(cpuAtStart), peakRss.get());
    }

    private void look() {
        peakRss.accumulateAndGet(processes.rss(), Math::max);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
