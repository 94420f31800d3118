package io.sightline.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sightline.failure.FailureCode;
import io.sightline.inference.ModelVersion;
import io.sightline.metrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a process tells of the models that it follows. */
public final class FollowerMeters {
    private static final String BEHIND = Metric.MODEL_BEHIND.meter();

    private final MeterRegistry registry;
    private final MultiGauge loaded;
    private List<ModelVersion> shown = List.of();

    public FollowerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.loaded = MultiGauge.builder("sightline.model.loaded").register(registry);
    }

    /** Shows which versions serve now. */
    synchronized void show(List<ModelVersion> versions) {
        if (!versions.equals(shown)) {
            loaded.register(
                    versions.stream()
                            .<Row<?>>map(version -> Row.of(
                                    Tags.of(
                                            "model", version.name(),
                                            "version", version.version(),
                                            "sha256", version.sha256().hex()),
                                    1))
                            .toList(),
                    true);
            shown = versions;
        }
    }

    void follow(String model, BooleanSupplier isBehind) {
        Gauge.builder(BEHIND, isBehind, behind -> behind.getAsBoolean() ? 1 : 0)
                .tag("model", model)
                .strongReference(true)
                .register(registry);
    }

    void forget(String model) {
        registry.find(BEHIND).tag("model", model).meters().forEach(registry::remove);
    }

    /** @param time from the announcement to the first request that may be served */
    void swapped(String model, Duration time) {
        Timer.builder("sightline.model.swap")
                .tag("model", model)
                .register(registry)
                .record(time);
    }

    void failed(String model, FailureCode code) {
        registry.counter("sightline.model.follow.failures", "model", model, "code", code.name())
                .increment();
    }
}
