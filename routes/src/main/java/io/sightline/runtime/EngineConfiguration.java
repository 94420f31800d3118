package io.sightline.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sightline.camel.DetectObjects;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.Lane;
import io.sightline.inference.ModelDirectory;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models in memory, for the stages that infer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage({Stage.DETECT, Stage.API})
class EngineConfiguration {
    @Bean
    InferenceEngine inferenceEngine(
            SightlineProperties sightline,
            DetectionProperties detection,
            IngestProperties ingest,
            MeterRegistry metrics) {
        requireConfigured(detection.model(), sightline.models().keySet());
        var engine = new InferenceEngine(
                detection.model(),
                new EngineSettings(
                        detection.effectivePermits(),
                        detection.timeout(),
                        detection.queue(),
                        detection.pipelineShare(),
                        detection.threads(),
                        detection.provider(),
                        // Length was checked where the picture came in; what counts here is what decoding costs.
                        ingest.limits(Long.MAX_VALUE)),
                new InferenceTimers(metrics)::record);
        engine.expect(sightline.models().keySet());
        sightline.models().forEach((name, model) -> engine.load(directory(name, model)));
        return engine;
    }

    private static void requireConfigured(String model, Set<String> configured) {
        if (!configured.contains(model)) {
            throw new StartupException(
                    "sightline.detection.model=" + model + ": model " + model + " is not configured; configured are "
                            + new TreeSet<>(configured),
                    "Name one of those by sightline.detection.model, or configure it by sightline.models." + model
                            + ".path; the README lists all settings.",
                    null);
        }
    }

    private static ModelDirectory directory(String name, SightlineProperties.Model model) {
        var path = model.path();
        if (path == null) {
            throw new StartupException(
                    "sightline.models." + name + ".path is missing",
                    "Set it to the model's folder, with <version>/model.onnx inside of it, or take sightline.models."
                            + name + " away.",
                    null);
        }
        return new ModelDirectory(name, path, model.alias());
    }

    /** Native memory is not in the heap that other metrics show. */
    @Bean
    MeterBinder engineMetrics(InferenceEngine engine) {
        return registry -> {
            Gauge.builder("sightline.engine.native.bytes", engine, InferenceEngine::workspaceBytes)
                    .description("native memory that is kept for inputs and outputs of runs")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("sightline.engine.permits.used", engine, InferenceEngine::permitsInUse)
                    .description("permits in use")
                    .register(registry);
            for (var lane : Lane.values()) {
                Gauge.builder("sightline.engine.waiting", engine, value -> value.waiting(lane))
                        .description("who wait for a permit")
                        .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        };
    }

    @Bean
    DetectObjects detectObjects(InferenceEngine engine, Clock clock, RuntimeVersion version) {
        return new DetectObjects(engine, new InferenceEventFactory(clock, version.text()));
    }
}
