package io.sightline.benchmark.load;

import java.time.Duration;

/**
 * What some processes used between two points in time.
 *
 * @param cpu user and system time together
 * @param peakRss most physical memory, in bytes; what processes share counts for each of them
 */
public record Cost(Duration cpu, long peakRss) {
    public static final Cost NONE = new Cost(Duration.ZERO, 0);
}
