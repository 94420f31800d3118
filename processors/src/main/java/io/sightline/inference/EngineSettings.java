package io.sightline.inference;

import io.sightline.picture.PictureLimits;
import java.time.Duration;

/**
 * How an engine uses the machine.
 *
 * @param permits most pictures that are worked on at a time, each on one core
 * @param timeout a request is refused at once when its wait for a permit would probably be longer; no request waits
 *     more than twice as long
 * @param queue most requests that wait for a permit
 * @param pipelineShare part of the machine that the pipeline gets when requests want all of it too, above 0 and below 1
 * @param threads threads of one run; more than 1 trades throughput for latency. 0: one, and all permits' cores for a
 *     request that finds nothing else running
 * @param provider what runs the models
 * @param limits pictures that are refused
 */
public record EngineSettings(
        int permits,
        Duration timeout,
        int queue,
        double pipelineShare,
        int threads,
        Provider provider,
        PictureLimits limits) {
    public EngineSettings {
        require(permits >= 1, "permits must be at least 1, was " + permits);
        require(!timeout.isNegative(), "timeout must not be negative, was " + timeout);
        require(queue >= 0, "queue must not be negative, was " + queue);
        require(
                pipelineShare > 0 && pipelineShare < 1,
                "pipelineShare must be above 0 and below 1, was " + pipelineShare);
        require(threads >= 0, "threads must not be negative, was " + threads);
    }

    /**
     * A permit per core, two seconds, 64 in the queue, half for the pipeline, threads as they are free, the standard
     * limits.
     */
    public static EngineSettings standard() {
        return new EngineSettings(
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(2),
                64,
                0.5,
                0,
                Provider.CPU,
                PictureLimits.STANDARD);
    }

    /** The same with another number of permits and another bound on the wait for one. */
    public EngineSettings with(int otherPermits, Duration otherTimeout) {
        return new EngineSettings(otherPermits, otherTimeout, queue, pipelineShare, threads, provider, limits);
    }

    /** Sessions of each loaded model, each with weights of its own. */
    public int sessions() {
        return threadsAlone() > 1 ? 2 : 1;
    }

    /** Threads of a run that has the engine to itself; 1 when that makes no difference. */
    int threadsAlone() {
        return threads == 0 && provider == Provider.CPU
                ? Math.min(permits, Runtime.getRuntime().availableProcessors())
                : 1;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
