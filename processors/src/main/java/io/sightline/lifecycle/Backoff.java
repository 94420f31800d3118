package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;

/** How long to wait before what has failed is tried again: soon after an outage, later when only somebody mends it. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /** @param failures how often it has failed one after the other */
    static Duration after(Failure failure, int failures) {
        return failure instanceof TransientFailure
                ? doubled(Duration.ofMillis(500), failures, Duration.ofSeconds(15))
                : doubled(Duration.ofSeconds(5), failures, Duration.ofMinutes(5));
    }

    private static Duration doubled(Duration first, int failures, Duration most) {
        var wait = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - 1));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
