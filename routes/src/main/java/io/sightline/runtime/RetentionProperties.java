package io.sightline.runtime;

import io.sightline.upkeep.RetentionRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long rows are kept; without a value, for ever.
 *
 * @param period how often it is looked for rows that are too old
 * @param dryRun whether only to report what would be dropped
 * @param frames how long frames are kept, by months of their capture; their images go with the last of them
 * @param inferences how long inferences are kept, by months of capture; no longer than frames
 * @param detections how long detections are kept, by months of capture; no longer than inferences
 * @param deadLetters how long dead letters are kept after they were resolved, and redrives after their end
 */
@Validated
@ConfigurationProperties("sightline.retention")
public record RetentionProperties(
        Duration period,
        @DefaultValue("true") boolean dryRun,
        @Nullable Duration frames,
        @Nullable Duration inferences,
        @Nullable Duration detections,
        @Nullable Duration deadLetters) {
    RetentionRules rules() {
        try {
            return new RetentionRules(frames, inferences, detections, deadLetters, dryRun);
        } catch (IllegalArgumentException senseless) {
            throw new StartupException(
                    "the settings under sightline.retention contradict each other: " + senseless.getMessage(),
                    "Give detections, inferences and frames the same value, or rising ones in this order.",
                    null);
        }
    }
}
