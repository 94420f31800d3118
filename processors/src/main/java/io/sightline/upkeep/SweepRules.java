package io.sightline.upkeep;

import java.time.Duration;

/**
 * How claims are swept.
 *
 * @param period how long after a sweep the next one is due, whichever process does it
 * @param grace how old an object must be to be an orphan; longer than the topics keep records, because a record may
 *     name it that no row tells of yet
 * @param reclaimedGrace how long reclaimed objects can still be brought back
 * @param dryRun whether to report only
 * @param pageSize how many objects are compared with the database at once
 */
public record SweepRules(Duration period, Duration grace, Duration reclaimedGrace, boolean dryRun, int pageSize) {
    private static final Duration SHORTEST_GRACE = Duration.ofHours(1);

    public SweepRules {
        require("grace", grace);
        require("reclaimed grace", reclaimedGrace);
        if (pageSize < 1) {
            throw new IllegalArgumentException("the page size must be at least 1, was " + pageSize);
        }
    }

    private static void require(String name, Duration grace) {
        if (grace.compareTo(SHORTEST_GRACE) < 0) {
            throw new IllegalArgumentException("the " + name + " must be at least 1 hour, was " + grace.toSeconds()
                    + " s: younger objects may belong to frames that are on their way");
        }
    }
}
