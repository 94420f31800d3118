package io.sightline.upkeep;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long rows are kept; null is for ever.
 *
 * @param frames of frames, and of images that no frame names any more, by the time of capture
 * @param inferences of inferences, by the time of capture of their frame
 * @param detections of detections, by the time of capture of their frame
 * @param deadLetters of dead letters, from their resolution on; one that is not resolved is kept in any case; and of
 *     redrives, from their end on
 * @param dryRun whether to report only
 */
public record RetentionRules(
        @Nullable Duration frames,
        @Nullable Duration inferences,
        @Nullable Duration detections,
        @Nullable Duration deadLetters,
        boolean dryRun) {
    public RetentionRules {
        requireSense("frames", frames);
        requireSense("inferences", inferences);
        requireSense("detections", detections);
        requireSense("dead-letters", deadLetters);
        requireNoShorter("frames", frames, "inferences", inferences);
        requireNoShorter("inferences", inferences, "detections", detections);
    }

    /** The partitioned tables whose rows end, children first. */
    Map<String, Duration> tables() {
        var tables = new LinkedHashMap<String, Duration>();
        Optional.ofNullable(detections).ifPresent(kept -> tables.put("detection", kept));
        Optional.ofNullable(inferences).ifPresent(kept -> tables.put("inference", kept));
        Optional.ofNullable(frames).ifPresent(kept -> tables.put("frame", kept));
        return tables;
    }

    private static void requireSense(String name, @Nullable Duration kept) {
        if (kept != null && kept.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    name + " must be kept for at least 1 day, was " + kept.toSeconds() + " s");
        }
    }

    /** A detection whose frame is gone would lead to no picture and no origin. */
    private static void requireNoShorter(
            String parent, @Nullable Duration parentKept, String child, @Nullable Duration childKept) {
        if (parentKept != null && (childKept == null || childKept.compareTo(parentKept) > 0)) {
            throw new IllegalArgumentException(child + " must not be kept longer than " + parent + " ("
                    + parentKept.toDays() + " days), was "
                    + (childKept == null ? "for ever" : childKept.toDays() + " days")
                    + ": they would lead to no picture");
        }
    }
}
