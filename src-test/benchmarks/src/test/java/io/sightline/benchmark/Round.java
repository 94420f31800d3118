package io.sightline.benchmark;

import java.time.Duration;

/**
 * One in-process loop and one run through the whole pipeline, back to back, on the same pictures. The times of decode
 * and infer are wall times of one worker while all of them work, so they hold what the workers cost each other; nothing
 * that shares the machine with the pipeline (Kafka, the object store, PostgreSQL) is in them.
 *
 * @param frames in each of both
 * @param cores that both may use
 * @param loop wall time of the loop with one worker per core
 * @param decode of all frames of the loop together
 * @param infer of all frames of the loop together
 * @param pipeline wall time from the first send to Kafka until the last row was seen in PostgreSQL
 * @param engine decode, infer and post of all frames of the pipeline together
 */
public record Round(
        int frames, int cores, Duration loop, Duration decode, Duration infer, Duration pipeline, Duration engine) {
    /** Frames per second that no pipeline can beat: cores / (decode + infer). */
    public double limit() {
        return cores / ((seconds(decode) + seconds(infer)) / frames);
    }

    /** Frames per second of the loop. */
    public double loopRate() {
        return frames / seconds(loop);
    }

    /** Frames per second from Kafka to PostgreSQL. */
    public double pipelineRate() {
        return frames / seconds(pipeline);
    }

    /** What the pipeline reaches of the limit, 0..1. */
    public double share() {
        return pipelineRate() / limit();
    }

    /** Share of the pipeline's time that the engine's permits were in use, 0..1; the rest is what it waited. */
    public double engineUse() {
        return seconds(engine) / (cores * seconds(pipeline));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
