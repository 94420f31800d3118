package io.sightline.runtime;

import io.sightline.camel.DetectObjects;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.picture.PictureLimits;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models in memory, for the stages that infer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage({Stage.DETECT, Stage.API})
class EngineConfiguration {
    @Bean
    InferenceEngine inferenceEngine(
            SightlineProperties sightline, DetectionProperties detection, IngestProperties ingest) {
        var folders = sightline.models().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, model -> model.getValue().path()));
        // Length was checked where the picture came in; what counts here is what decoding costs.
        var limits = new PictureLimits(Long.MAX_VALUE, ingest.maxPixels());
        return new InferenceEngine(
                folders,
                detection.model(),
                new EngineSettings(detection.effectivePermits(), detection.timeout(), 1, limits));
    }

    @Bean
    DetectObjects detectObjects(InferenceEngine engine, Clock clock, RuntimeVersion version) {
        return new DetectObjects(engine, new InferenceEventFactory(clock, version.text()));
    }
}
