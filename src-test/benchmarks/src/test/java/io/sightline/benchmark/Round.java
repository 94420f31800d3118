package io.sightline.benchmark;

import java.time.Duration;

/**
 * One in-process loop and one run through the whole pipeline, back to back, on the same pictures.
 *
 * @param frames in each of both
 * @param cores that both may use
 * @param loop wall time of the loop with one worker per core
 * @param decode of all frames of the loop together
 * @param infer of all frames of the loop together
 * @param pipeline wall time from the first send to Kafka until the last row was seen in PostgreSQL
 */
public record Round(int frames, int cores, Duration loop, Duration decode, Duration infer, Duration pipeline) {
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

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
