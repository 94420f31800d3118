package io.sightline.runtime;

import io.sightline.upkeep.SweepRules;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How stored bytes are looked after.
 *
 * @param sweepPeriod how often objects that nobody names are looked for
 * @param grace how old an object that nobody names must be to be reclaimed; longer than the topics keep records
 * @param reclaimedGrace how long objects stay under reclaimed/, from where a fetch brings them back
 * @param dryRun whether a sweep only reports what it would do
 * @param scrubPeriod how often a sample of stored bytes is read and verified
 * @param scrubSample how many pictures are read each time, and at most as many originals of dead letters
 */
@Validated
@ConfigurationProperties("sightline.claims")
public record ClaimProperties(
        Duration sweepPeriod,
        @DefaultValue("14d") Duration grace,
        @DefaultValue("14d") Duration reclaimedGrace,
        @DefaultValue("true") boolean dryRun,
        Duration scrubPeriod,
        @DefaultValue("100") @Min(1) int scrubSample) {
    private static final int PAGE_SIZE = 1000;

    SweepRules rules() {
        try {
            return new SweepRules(sweepPeriod, grace, reclaimedGrace, dryRun, PAGE_SIZE);
        } catch (IllegalArgumentException senseless) {
            throw new StartupException(
                    String.valueOf(senseless.getMessage()),
                    "Look at sightline.claims.grace and sightline.claims.reclaimed-grace.",
                    null);
        }
    }
}
