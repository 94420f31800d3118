package io.sightline.runtime;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the API reads what is stored.
 *
 * @param defaultWindow how far back a query looks that does not say since when and whose filters have no index
 */
@Validated
@ConfigurationProperties("sightline.query")
public record QueryProperties(
        @DefaultValue("7d") @DurationMin(seconds = 1) @DurationMax(days = 36500)
        Duration defaultWindow) {}
