package io.sightline.runtime;

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
 * @param permits how many inferences run at once; 0 means one for each core
 * @param timeout longest that one inference waits for a permit
 * @param sourceLifetime how long a row of table source is believed before it is read again
 */
@Validated
@ConfigurationProperties("sightline.detection")
public record DetectionProperties(
        @NotBlank String model,
        @DefaultValue("0") @Min(0) int permits,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("30s") Duration sourceLifetime) {
    /** Permits in force. */
    int effectivePermits() {
        return permits == 0 ? Runtime.getRuntime().availableProcessors() : permits;
    }
}
