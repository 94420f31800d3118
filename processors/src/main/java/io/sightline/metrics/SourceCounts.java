package io.sightline.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many frames of which source were inferred, as a metric. Whoever may send frames names sources, as many as he
 * likes: those that come when there are enough count as one, {@value #OTHER}.
 */
public final class SourceCounts {
    static final String OTHER = "other";

    private final MeterRegistry meters;
    private final int most;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /** @param most sources that are told from each other, until the process ends */
    public SourceCounts(MeterRegistry meters, int most) {
        this.meters = meters;
        this.most = most;
    }

    public void count(String source, String model) {
        // Before the registry is asked, which remembers each name that it was ever asked by.
        meters.counter("sightline.inferences", "source", label(source), "model", model)
                .increment();
    }

    private String label(String source) {
        return named.contains(source) || takes(source) ? source : OTHER;
    }

    private synchronized boolean takes(String source) {
        return named.contains(source) || named.size() < most && named.add(source);
    }
}
