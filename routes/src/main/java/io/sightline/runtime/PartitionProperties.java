package io.sightline.runtime;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the months of the partitioned tables are made.
 *
 * @param period how often partitions are made ahead, and the default partitions looked at
 * @param monthsAhead for how many months after the current one partitions are made ahead
 */
@Validated
@ConfigurationProperties("sightline.partitions")
public record PartitionProperties(
        Duration period,
        @DefaultValue("3") @Min(0) @Max(120) int monthsAhead) {}
