package io.sightline.runtime;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How it is checked that everything adds up.
 *
 * @param period how often the rows of the last days are counted
 * @param days how many days are counted, up to today
 * @param countersPeriod how often the counters are compared with the broker's offsets, for metrics and a warning, and
 *     dead letters counted
 * @param timeout longest that PostgreSQL may take for one of the counts of a request, at most 50 s: the driver waits
 *     for 60
 */
@Validated
@ConfigurationProperties("sightline.audit")
public record AuditProperties(
        @DurationMin(seconds = 1) Duration period,
        @DefaultValue("7") @Min(1) @Max(3660) int days,
        @DurationMin(seconds = 1) Duration countersPeriod,

        @DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(seconds = 50)
        Duration timeout) {}
