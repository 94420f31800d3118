package io.sightline.runtime;

import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Pipes run in several processes.
 *
 * @param lease how long after its last sign another process takes over the Pipes of one
 * @param group which processes take turns on Pipes of one name; those of another folder or namespace on the same
 *     database need another one
 */
@Validated
@ConfigurationProperties("sightline.pipes")
public record PipesProperties(
        @DefaultValue("15s") @DurationMin(seconds = 3) @DurationMax(minutes = 60)
        Duration lease,

        @DefaultValue("pipes") @Pattern(regexp = "[-a-z0-9.]{1,63}") String group) {}
