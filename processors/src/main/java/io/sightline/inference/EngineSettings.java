package io.sightline.inference;

import io.sightline.picture.PictureLimits;
import java.time.Duration;

/**
 * How an engine uses the machine.
 *
 * @param permits most pictures that are worked on at a time, each on one core
 * @param timeout longest that a caller waits for a permit
 * @param threads threads of one run; more than 1 trades throughput for latency
 * @param limits pictures that are refused
 */
public record EngineSettings(int permits, Duration timeout, int threads, PictureLimits limits) {
    public EngineSettings {
        if (permits < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "permits and threads must be at least 1, were " + permits + " and " + threads);
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
        }
    }

    /** A permit per core, two seconds, one thread, the standard limits. */
    public static EngineSettings standard() {
        return new EngineSettings(
                Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(2), 1, PictureLimits.STANDARD);
    }
}
