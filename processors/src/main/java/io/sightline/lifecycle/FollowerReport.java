package io.sightline.lifecycle;

import java.util.OptionalLong;

/**
 * How a version that serves fares in one process, since it does.
 *
 * @param runs how often it was run
 * @param failures how many of them failed by its own fault
 * @param p95Micros 95th percentile of the last runs, in microseconds
 * @param formerP95Micros the same of the version before, when it ended
 */
public record FollowerReport(
        String process, long runs, long failures, OptionalLong p95Micros, OptionalLong formerP95Micros) {}
