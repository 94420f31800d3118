package io.sightline.fault;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Frames at a steady pace, until it is closed. */
public final class Load implements AutoCloseable {
    private static final int TICKS_A_SECOND = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Load(Sender sender, int framesPerSecond) {
        var atOnce = Math.max(1, framesPerSecond / TICKS_A_SECOND);
        clock.scheduleAtFixedRate(
                () -> sender.frames(atOnce), 0, 1_000_000L * atOnce / framesPerSecond, TimeUnit.MICROSECONDS);
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the broker has not taken a frame for a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the last frame was sent", e);
        }
    }
}
