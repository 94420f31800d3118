package io.sightline.runtime;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How dead letters are sent once more.
 *
 * @param period how often the sink looks for letters that are to be sent; when that is less than once in a second, they
 *     are sent more slowly
 * @param perSecond most letters of a redrive that are sent in a second, where the request says nothing else
 * @param limit a letter that was redriven this often is left out, unless it is named by its id
 */
@Validated
@ConfigurationProperties("sightline.redrive")
public record RedriveProperties(
        @DefaultValue("1s") @DurationMin(millis = 1) Duration period,
        @DefaultValue("50") @Min(1) @Max(1000) int perSecond,
        @DefaultValue("5") @Min(1) int limit) {}
