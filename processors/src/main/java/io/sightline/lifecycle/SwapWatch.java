package io.sightline.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a version by how it fares after it was put in its place.
 *
 * @param window how long after that it is watched
 * @param minimumRuns runs below which nothing is said
 * @param errorRate most of the runs that may fail by the version's fault, a share of 0 to 1
 * @param latencyFactor how much slower than the version before it may be
 */
public record SwapWatch(Duration window, long minimumRuns, double errorRate, double latencyFactor) {
    /**
     * Why the version is to be gone back from.
     *
     * @param message what was seen, and the bound
     * @param metrics figures, by name
     */
    public record Complaint(String message, Map<String, Double> metrics) {}

    /** Empty while there is nothing to complain of, or too little to go by. */
    public Optional<Complaint> judge(List<FollowerReport> reports) {
        var runs = reports.stream().mapToLong(FollowerReport::runs).sum();
        var failures = reports.stream().mapToLong(FollowerReport::failures).sum();
        if (runs >= Math.max(1, minimumRuns) && (double) failures / runs > errorRate) {
            return Optional.of(complaint(
                    "%d of its %d runs failed, and at most %s of them may".formatted(failures, runs, errorRate),
                    Map.of("runs", (double) runs, "failures", (double) failures)));
        }
        return latency(reports);
    }

    /** Each process is compared with itself, and counts by its runs: a slow machine has always been slow. */
    private Optional<Complaint> latency(List<FollowerReport> reports) {
        double now = 0;
        double before = 0;
        long runs = 0;
        for (var report : reports) {
            if (report.p95Micros().isPresent()
                    && report.formerP95Micros().isPresent()
                    && report.formerP95Micros().getAsLong() > 0) {
                runs += report.runs();
                now += (double) report.runs() * report.p95Micros().getAsLong();
                before += (double) report.runs() * report.formerP95Micros().getAsLong();
            }
        }
        if (runs < Math.max(1, minimumRuns) || now <= before * latencyFactor) {
            return Optional.empty();
        }
        var milliseconds = now / runs / 1000;
        var former = before / runs / 1000;
        return Optional.of(complaint(
                String.format(
                        Locale.ROOT,
                        "95 %% of its runs took up to %.1f ms where the version before took %.1f ms, and at most %s"
                                + " times as long is accepted",
                        milliseconds,
                        former,
                        latencyFactor),
                Map.of("runs", (double) runs, "p95_ms", milliseconds, "former_p95_ms", former)));
    }

    private static Complaint complaint(String message, Map<String, Double> metrics) {
        return new Complaint(message, new HashMap<>(metrics));
    }
}
