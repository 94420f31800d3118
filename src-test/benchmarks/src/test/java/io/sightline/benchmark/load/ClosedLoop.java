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
import java.util.stream.IntStream;

/**
 * Clients that each send the next request as soon as the last one is answered, on a connection that stays open. One
 * that is refused waits as long as the answer's Retry-After says.
 */
public final class ClosedLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final Clients clients;

    public ClosedLoop(URI server, ProcessTree processes, Window window) {
        this.server = server;
        this.clients = new Clients(processes, window);
    }

    /**
     * Loads the server.
     *
     * @param requests whole requests, ready to be written; every client begins with another one
     */
    public Load run(int number, List<byte[]> requests) throws InterruptedException, ExecutionException {
        return clients.run(IntStream.range(0, number)
                .mapToObj(first -> (Clients.Client) stop -> client(requests, first, stop))
                .toList());
    }

    private List<Sample> client(List<byte[]> requests, int first, CountDownLatch stop)
            throws IOException, InterruptedException {
        var samples = new ArrayList<Sample>();
        try (var connection = new KeepAliveConnection(server, PATIENCE)) {
            for (int i = first; stop.getCount() > 0; i++) {
                var start = System.nanoTime();
                var answer = connection.head(requests.get(i % requests.size()));
                var end = System.nanoTime();
                samples.add(new Sample(end, end - start, answer.status()));
                if (answer.status() == 503) {
                    var seconds =
                            answer.header("Retry-After").map(Long::valueOf).orElse(1L);
                    if (stop.await(seconds, TimeUnit.SECONDS)) {
                        return samples;
                    }
                }
            }
        }
        return samples;
    }
}
