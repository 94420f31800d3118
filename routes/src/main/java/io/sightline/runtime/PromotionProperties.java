package io.sightline.runtime;

import io.sightline.lifecycle.SwapWatch;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How versions of models go live.
 *
 * @param period how often the source of each model is looked at, give or take a tenth; up to a minute apart while that
 *     fails
 * @param lease how long after its last sign another process takes over from the one that promotes
 * @param mapMargin how far the mean average precision of a version may be below that of the one that serves
 * @param latencyFactor how many times as long as the one that serves a version may take for 95 % of the golden pictures
 * @param watchWindow how long a new version is watched, and gone back from when it fares badly
 * @param watchRuns runs of a new version, in all processes together, below which it is not judged
 * @param watchErrorRate part of its runs that may fail by its fault
 * @param watchLatencyFactor how many times as long as the version before it may take for 95 % of the last runs
 */
@Validated
@ConfigurationProperties("sightline.promotion")
public record PromotionProperties(
        @DefaultValue("15s") @DurationMin(millis = 100) Duration period,

        @DefaultValue("30s") @DurationMin(seconds = 3) @DurationMax(minutes = 60)
        Duration lease,

        @DefaultValue("0.02") @DecimalMin("0") @DecimalMax("1") double mapMargin,

        @DefaultValue("1.5") @DecimalMin("1") double latencyFactor,
        @DefaultValue("10m") Duration watchWindow,
        @DefaultValue("100") @Min(1) long watchRuns,

        @DefaultValue("0.02") @DecimalMin("0") @DecimalMax("1") double watchErrorRate,

        @DefaultValue("2") @DecimalMin("1") double watchLatencyFactor) {
    SwapWatch watch() {
        return new SwapWatch(watchWindow, watchRuns, watchErrorRate, watchLatencyFactor);
    }
}
