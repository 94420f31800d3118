package io.sightline.benchmark.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What came back within a window.
 *
 * @param served latencies of the requests that were answered with 200
 * @param refused latencies of the requests that were answered with 503
 * @param others number of other answers by status; 0 stands for none
 * @param serverCpu what the server's processes used
 * @param clientCpu what this process used, from the same cores
 * @param peakRss most physical memory of the server's processes, in bytes
 */
public record Load(
        Window window,
        Latencies served,
        Latencies refused,
        Map<Integer, Long> others,
        Duration serverCpu,
        Duration clientCpu,
        long peakRss) {

    static Load of(Window window, List<Sample> samples, long start, Cost server, Duration clientCpu) {
        var end = start + window.length().toNanos();
        var within = samples.stream()
                .filter(sample -> sample.end() >= start && sample.end() < end)
                .toList();
        var others = within.stream()
                .map(Sample::status)
                .filter(status -> status != 200 && status != 503)
                .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));
        return new Load(
                window,
                latencies(within, sample -> sample.status() == 200),
                latencies(within, sample -> sample.status() == 503),
                others,
                server.cpu(),
                clientCpu,
                server.peakRss());
    }

    /** Requests served per second. */
    public double rate() {
        return served.count() / window.seconds();
    }

    /** CPU of the server per request served, in milliseconds; NaN without any. */
    public double serverCpuMillis() {
        return serverCpu.toNanos() / 1e6 / served.count();
    }

    /** CPU of the client per request served, in milliseconds; NaN without any. */
    public double clientCpuMillis() {
        return clientCpu.toNanos() / 1e6 / served.count();
    }

    /** What the client took of the CPU that both took, 0..1. */
    public double clientShare() {
        return (double) clientCpu.toNanos() / clientCpu.plus(serverCpu).toNanos();
    }

    private static Latencies latencies(List<Sample> samples, Predicate<Sample> chosen) {
        return new Latencies(samples.stream().filter(chosen).map(Sample::nanos).toList());
    }
}
