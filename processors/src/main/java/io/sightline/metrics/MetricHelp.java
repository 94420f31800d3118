package io.sightline.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/** Gives each meter of Sightline what {@link Metric} says of it, whoever makes it. */
public final class MetricHelp implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
        return Metric.of(id.getName())
                .map(metric -> new Meter.Id(
                        id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), metric.meaning(), id.getType()))
                .orElse(id);
    }
}
