package io.sightline.runtime;

import io.sightline.inference.ProcessMemory;
import io.sightline.inference.Provider;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How objects are detected.
 *
 * @param model name of the model that serves sources without one of their own
 * @param permits how many inferences run at once; 0 means one for each core, and no more than one for each 128 MiB of
 *     memory beside the heap
 * @param timeout a request that would probably wait longer for a permit is refused at once; none waits twice as long
 * @param queue most requests that wait for a permit; further ones are refused at once
 * @param pipelineShare part of the permits' time that frames of the pipeline get while requests want all of it too
 * @param threads threads of one inference; more than 1 trades throughput for latency; 0: one, and a core for each
 *     permit when a request finds nothing else running, for which each model has a second session (1 saves its memory)
 * @param provider what runs the models: cpu, or cuda with onnxruntime_gpu on the class path
 * @param loadTimeout how long frames wait for a model that is configured and does not serve; then they are dead letters
 * @param sourceLifetime how long a row of table source is believed before it is read again
 * @param countedSources most sources that metrics tell from each other; further ones count as `other`
 */
@Validated
@ConfigurationProperties("sightline.detection")
public record DetectionProperties(
        @NotBlank String model,
        @DefaultValue("0") @Min(0) int permits,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("64") @Min(0) int queue,

        @DefaultValue("0.5") @DecimalMin("0.01") @DecimalMax("0.99") double pipelineShare,

        @DefaultValue("0") @Min(0) int threads,
        @DefaultValue("cpu") Provider provider,
        @DefaultValue("5m") Duration loadTimeout,
        @DefaultValue("30s") Duration sourceLifetime,
        @DefaultValue("50") @Min(0) int countedSources) {
    /** Permits in force. */
    int effectivePermits() {
        return permits == 0
                ? ProcessMemory.ofThisProcess().permits(Runtime.getRuntime().availableProcessors())
                : permits;
    }
}
