package io.sightline.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the last audit of this process came to, as metrics; a gap that was not there before is a warning too. */
public final class AuditMeters {
    private static final Logger LOG = LoggerFactory.getLogger(AuditMeters.class);

    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();
    private final MultiGauge lag;
    private Set<String> known = Set.of();

    public AuditMeters(MeterRegistry meters) {
        Gap.EQUATIONS.forEach(
                equation -> Gauge.builder("sightline.audit.gap", sizes, all -> all.getOrDefault(equation, 0L))
                        .tag("equation", equation)
                        .register(meters));
        Gauge.builder("sightline.audit.in.flight", inFlight, AtomicLong::get).register(meters);
        Gauge.builder("sightline.audit.unreadable", unreadable, AtomicLong::get).register(meters);
        // None before the first audit: a 0 of a process that has just started would say that a lag is gone.
        this.lag = MultiGauge.builder("sightline.group.lag").register(meters);
    }

    /** Takes the answer for what holds now. */
    public synchronized void update(AuditAnswer answer) {
        inFlight.set(answer.inFlight());
        unreadable.set(answer.unreadable());
        lag.register(lags(answer.partitions()), true);
        var now = new HashMap<String, Long>();
        var identities = new HashSet<String>();
        for (var gap : answer.gaps()) {
            now.merge(gap.equation(), gap.size(), Long::sum);
            identities.add(gap.identity());
            if (!known.contains(gap.identity())) {
                warn(gap);
            }
        }
        sizes.keySet().retainAll(now.keySet());
        sizes.putAll(now);
        if (!known.isEmpty() && identities.isEmpty()) {
            LOG.info("the audit is clean again");
        }
        known = identities;
    }

    /** Where a partition has no lag, as one that is stopped, the others of its group count. */
    private static List<Row<?>> lags(List<PartitionState> partitions) {
        var lags = new TreeMap<String, Long>();
        for (var partition : partitions) {
            if (partition.lag() != null) {
                lags.merge(partition.group(), partition.lag(), Long::sum);
            }
        }
        return lags.entrySet().stream()
                .<Row<?>>map(group -> Row.of(Tags.of("group", group.getKey()), group.getValue()))
                .toList();
    }

    private static void warn(Gap gap) {
        LOG.atWarn()
                .addKeyValue("equation", gap.equation())
                .addKeyValue("partition", gap.partition())
                .addKeyValue("day", gap.day())
                .addKeyValue("expected", gap.expected())
                .addKeyValue("found", gap.found())
                .addKeyValue("first", gap.firstIds())
                .log("the audit found a gap: {}", gap.explanation());
    }
}
