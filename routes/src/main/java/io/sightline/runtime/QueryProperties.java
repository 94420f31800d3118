package io.sightline.runtime;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the API reads what is stored.
 *
 * @param defaultWindow how far back a query looks that does not say since when and whose filters have no index
 * @param exports most answers of all rows (CSV, NDJSON) that are on their way at once; further ones get 503
 * @param picturesInFlight most bytes of stored pictures that are in memory at once for those who see them; 16 further
 *     ones wait, and get 503 after 2 s
 */
@Validated
@ConfigurationProperties("sightline.query")
public record QueryProperties(
        @DefaultValue("7d") @DurationMin(seconds = 1) @DurationMax(days = 36500)
        Duration defaultWindow,

        @DefaultValue("4") @Min(1) int exports,
        @DefaultValue("64MB") DataSize picturesInFlight) {
    private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

    public QueryProperties {
        if (picturesInFlight.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException(
                    "sightline.query.pictures-in-flight must be at least 1MB, was " + picturesInFlight);
        }
    }
}
