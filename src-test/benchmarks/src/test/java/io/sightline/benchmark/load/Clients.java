package io.sightline.benchmark.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs clients through a window and asks what it cost; the clients are threads of this process. */
final class Clients {
    private final ProcessTree server;
    private final Window window;

    Clients(ProcessTree server, Window window) {
        this.server = server;
        this.window = window;
    }

    /** One client: what it has seen when it was told to stop. */
    interface Client {
        List<Sample> run(CountDownLatch stop) throws Exception;
    }

    Load run(List<Client> clients) throws InterruptedException, ExecutionException {
        var stop = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(clients.size());
        try {
            var running = new ArrayList<Future<List<Sample>>>();
            clients.forEach(client -> running.add(pool.submit((Callable<List<Sample>>) () -> client.run(stop))));
            pause(window.leadIn());
            try (var meter = new CostMeter(server)) {
                var clientCpu = ownCpu();
                var start = System.nanoTime();
                pause(window.length());
                var cost = meter.cost();
                var clientCost = ownCpu().minus(clientCpu);
                stop.countDown();
                return Load.of(window, all(running), start, cost, clientCost);
            }
        } finally {
            stop.countDown();
            pool.shutdownNow();
        }
    }

    private static List<Sample> all(List<Future<List<Sample>>> running)
            throws InterruptedException, ExecutionException {
        var samples = new ArrayList<Sample>();
        for (var client : running) {
            samples.addAll(client.get());
        }
        return Collections.unmodifiableList(samples);
    }

    private static Duration ownCpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
