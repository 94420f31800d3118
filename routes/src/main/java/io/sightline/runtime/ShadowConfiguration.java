package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.ShadowRuns;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.inference.InferenceEngine;
import io.sightline.lifecycle.ShadowShares;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What lets challengers run beside the models that serve. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage({Stage.DETECT, Stage.API})
class ShadowConfiguration {
    /** Whatever follows the announcements sets them, in every process that infers. */
    @Bean
    @ConditionalOnStage(Stage.DETECT)
    ShadowRuns shadowRuns(
            ShadowShares shadowShares,
            InferenceEngine engine,
            MeterRegistry meters,
            Clock clock,
            RuntimeVersion version) {
        return new ShadowRuns(
                shadowShares, engine::detectInShadow, new InferenceEventFactory(clock, version.text()), meters);
    }

    /** So few that challengers take a quarter of the permits at most from what serves, and one where there are few. */
    @Bean(autowireCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnStage(Stage.DETECT)
    ExecutorService shadowThreads(DetectionProperties detection) {
        return Executors.newFixedThreadPool(Math.max(1, detection.effectivePermits() / 4), new NamedThreads("shadow"));
    }
}
