package io.sightline.benchmark;

import io.sightline.benchmark.load.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Measures how long it takes from a change to the first answer by it. */
final class LiveChanges {
    static final int COUNT = Rounds.count(100);
    private static final int WARM_UP = 10;
    /** Of the folder's looks, as it is by default. */
    private static final int PERIOD_MILLIS = 500;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(8);
    private final Report report;
    private int number;

    /** @param report that takes the rows and their targets */
    LiveChanges(Report report) {
        this.report = report;
    }

    /** Puts it live that this text is answered. */
    interface Change {
        void to(String answer) throws IOException;
    }

    /**
     * Changes it again and again.
     *
     * @param what is changed
     * @param address that answers with the text
     */
    void measure(String what, URI address, Change change) throws Exception {
        for (int count = 0; count < WARM_UP; count++) {
            nanos(address, change);
        }
        var took = new ArrayList<Long>();
        for (int count = 0; count < COUNT; count++) {
            took.add(nanos(address, change));
        }
        var latencies = new Latencies(took);
        var row = new LinkedHashMap<String, Object>();
        row.put("what changes", what);
        row.put("changes", latencies.count());
        row.put("median s", seconds(latencies, 0.5));
        row.put("p99 s", seconds(latencies, 0.99));
        row.put("most s", seconds(latencies, 1));
        report.row(row);
        report.target(Target.atMost("p99 s, " + what, seconds(latencies, 0.99), 2));
    }

    /** The change comes at any time between two looks. */
    private long nanos(URI address, Change change) throws Exception {
        var answer = "answer-" + ++number;
        TimeUnit.MILLISECONDS.sleep(random.nextInt(PERIOD_MILLIS));
        var begin = System.nanoTime();
        change.to(answer);
        while (!ask(address).equals(answer)) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(answer + " is not live after " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return System.nanoTime() - begin;
    }

    private String ask(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static double seconds(Latencies latencies, double share) {
        return latencies.percentile(share).toNanos() / 1e9;
    }
}
