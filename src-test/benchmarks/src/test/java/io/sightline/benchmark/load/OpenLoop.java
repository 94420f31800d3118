package io.sightline.benchmark.load;

import io.sightline.http.KeepAliveConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Requests that come at a rate, whether the last ones are answered or not. A latency begins when the first byte is
 * written.
 */
public final class OpenLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 160;

    private final URI server;
    private final Clients clients;

    public OpenLoop(URI server, ProcessTree processes, Window window) {
        this.server = server;
        this.clients = new Clients(processes, window);
    }

    /**
     * Loads the server.
     *
     * @param perSecond requests that begin in each second
     */
    public Load run(double perSecond, List<byte[]> requests) throws InterruptedException, ExecutionException {
        var next = new AtomicLong();
        var start = System.nanoTime();
        return clients.run(
                Stream.generate(() -> (Clients.Client) stop -> client(next, start, perSecond, requests, stop))
                        .limit(CONNECTIONS)
                        .toList());
    }

    private List<Sample> client(
            AtomicLong next, long start, double perSecond, List<byte[]> requests, CountDownLatch stop)
            throws InterruptedException, IOException {
        var samples = new ArrayList<Sample>();
        try (var connection = new KeepAliveConnection(server, PATIENCE)) {
            while (true) {
                var number = next.getAndIncrement();
                var due = start + (long) (number * 1e9 / perSecond);
                if (stop.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return samples;
                }
                var begun = System.nanoTime();
                var status = status(connection, requests.get((int) (number % requests.size())));
                var end = System.nanoTime();
                samples.add(new Sample(end, end - begun, status));
            }
        }
    }

    private static int status(KeepAliveConnection connection, byte[] request) {
        try {
            return connection.status(request);
        } catch (IOException closed) {
            return 0;
        }
    }
}
