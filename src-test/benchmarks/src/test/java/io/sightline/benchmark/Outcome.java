package io.sightline.benchmark;

import io.sightline.benchmark.load.Load;
import java.time.Duration;

/**
 * What one contestant reached in one window.
 *
 * @param rate pictures served, or rows stored, per second
 * @param p50 milliseconds, NaN where nobody waits
 * @param p99 milliseconds, NaN where nobody waits
 * @param cpu of the server per picture served, milliseconds
 * @param rss most physical memory of the server, MB
 * @param refused number of 503 within the window
 * @param failed number of other answers that are not 200
 * @param clientShare what the load cost, as a part of all CPU that was used
 */
record Outcome(
        double rate,
        double p50,
        double p99,
        double cpu,
        double rss,
        double refused,
        double failed,
        double clientShare) {
    static Outcome of(Load load) {
        return new Outcome(
                load.rate(),
                millis(load.served().percentile(0.5)),
                millis(load.served().percentile(0.99)),
                load.serverCpuMillis(),
                load.peakRss() / 1e6,
                load.refused().count(),
                load.others().values().stream().mapToLong(Long::longValue).sum(),
                load.clientShare());
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
