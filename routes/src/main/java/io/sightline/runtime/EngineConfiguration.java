package io.sightline.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sightline.camel.DetectObjects;
import io.sightline.camel.DetectPicture;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.Lane;
import io.sightline.metrics.SourceCounts;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models in memory, for the stages that infer, and for the one that tries versions. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage({Stage.DETECT, Stage.API, Stage.PROMOTE})
class EngineConfiguration {
    /** Empty at first: who follows what is announced fills it. */
    @Bean
    InferenceEngine inferenceEngine(
            SightlineProperties sightline,
            DetectionProperties detection,
            IngestProperties ingest,
            MeterRegistry metrics) {
        if (sightline.stages().contains(Stage.DETECT) || sightline.stages().contains(Stage.API)) {
            requireConfigured(detection.model(), sightline.models().keySet());
        }
        return new InferenceEngine(
                detection.model(), settings(detection, ingest), new InferenceTimers(metrics)::record);
    }

    static EngineSettings settings(DetectionProperties detection, IngestProperties ingest) {
        return new EngineSettings(
                detection.effectivePermits(),
                detection.timeout(),
                detection.queue(),
                detection.pipelineShare(),
                detection.threads(),
                detection.provider(),
                // Length was checked where the picture came in; what counts here is what decoding costs.
                ingest.limits(Long.MAX_VALUE));
    }

    /** @throws StartupException when there is no such model */
    static void requireConfigured(String model, Set<String> configured) {
        if (!configured.contains(model)) {
            throw new StartupException(
                    "sightline.detection.model=" + model + ": model " + model + " is not configured; configured are "
                            + new TreeSet<>(configured),
                    "Name one of those by sightline.detection.model, or configure it by sightline.models." + model
                            + ".path; the README lists all settings.",
                    null);
        }
    }

    /** Native memory is not in the heap that other metrics show. */
    @Bean
    MeterBinder engineMetrics(InferenceEngine engine) {
        return registry -> {
            Gauge.builder("sightline.engine.native.bytes", engine, InferenceEngine::workspaceBytes)
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("sightline.engine.versions", engine, InferenceEngine::versionsInMemory)
                    .register(registry);
            Gauge.builder("sightline.engine.permits.used", engine, InferenceEngine::permitsInUse)
                    .register(registry);
            FunctionCounter.builder("sightline.engine.refusals", engine, InferenceEngine::refusals)
                    .register(registry);
            for (var lane : Lane.values()) {
                Gauge.builder("sightline.engine.waiting", engine, value -> value.waiting(lane))
                        .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        };
    }

    @Bean
    DetectPicture detectPicture(InferenceEngine engine) {
        return new DetectPicture(engine);
    }

    @Bean
    DetectObjects detectObjects(
            InferenceEngine engine,
            Clock clock,
            RuntimeVersion version,
            DetectionProperties detection,
            MeterRegistry meters) {
        return new DetectObjects(
                engine,
                new InferenceEventFactory(clock, version.text()),
                new SourceCounts(meters, detection.countedSources()));
    }
}
