package io.sightline.runtime;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How a process comes by the files of announced models.
 *
 * @param cache folder for the files of announced versions and for what was announced last; on a volume that outlives
 *     the process, a restart needs neither the object store nor Kafka to serve what served before
 * @param cacheLimit most bytes of files in that folder; two versions of each model need room
 * @param reportPeriod how often a process that infers writes into table follower what it serves
 */
@Validated
@ConfigurationProperties("sightline.artifacts")
public record ArtifactProperties(
        @NotNull Path cache,
        @DefaultValue("4GB") DataSize cacheLimit,
        @NotNull @DurationMin(seconds = 1) Duration reportPeriod) {
    private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

    public ArtifactProperties {
        if (cacheLimit.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException(
                    "sightline.artifacts.cache-limit must be at least 1MB, was " + cacheLimit);
        }
    }
}
