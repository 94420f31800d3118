package io.sightline.fault;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Frames at a steady pace, until it is closed; it waits while too many are under way already. */
public final class Load implements AutoCloseable {
    private static final int TICKS_A_SECOND = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final IntSupplier underWay;
    private final int limit;
    private volatile @Nullable RuntimeException brokenOff;
    private boolean waits;
    private int ticks;

    /**
     * Starts to send.
     *
     * @param underWay frames without a fate; asked once a second
     * @param limit frames under way at which it waits
     */
    public Load(Sender sender, int framesPerSecond, IntSupplier underWay, int limit) {
        this.underWay = underWay;
        this.limit = limit;
        var atOnce = Math.max(1, framesPerSecond / TICKS_A_SECOND);
        clock.scheduleAtFixedRate(
                () -> tick(sender, atOnce), 0, 1_000_000L * atOnce / framesPerSecond, TimeUnit.MICROSECONDS);
    }

    private void tick(Sender sender, int frames) {
        try {
            if (ticks++ % TICKS_A_SECOND == 0) {
                waits = underWay.getAsInt() > limit;
            }
            if (!waits) {
                sender.frames(frames);
            }
        } catch (RuntimeException e) {
            // The clock ends in silence, and nothing is lost of what nobody sends.
            brokenOff = e;
            throw e;
        }
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
        if (brokenOff != null) {
            throw new IllegalStateException("frames were not sent to the end", brokenOff);
        }
    }
}
