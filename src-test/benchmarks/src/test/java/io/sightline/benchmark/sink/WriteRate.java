package io.sightline.benchmark.sink;

import io.sightline.benchmark.load.Window;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How many rows a second are stored, one delivery after the other; while a delivery is made the clock stands. */
public final class WriteRate {
    private final LongSupplier nanoTime;

    public WriteRate() {
        this(System::nanoTime);
    }

    /** @param nanoTime clock, in nanoseconds */
    WriteRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Writes until the window is over, at least once; a delivery counts when it begins within the window. */
    public Stored measure(RowWriter writer, Supplier<Delivery> deliveries, Window window) throws Exception {
        long start = window.leadIn().toNanos();
        long end = start + window.length().toNanos();
        long spent = 0;
        long counted = 0;
        long countedRows = 0;
        long frames = 0;
        long rows = 0;
        while (spent < end || counted == 0) {
            var delivery = deliveries.get();
            long begun = nanoTime.getAsLong();
            writer.write(delivery);
            long took = nanoTime.getAsLong() - begun;
            if (spent >= start) {
                counted += took;
                countedRows += delivery.rows();
            }
            spent += took;
            frames += delivery.frames().size();
            rows += delivery.rows();
        }
        return new Stored(countedRows / (counted / 1e9), frames, rows);
    }

    /**
     * What was stored.
     *
     * @param perSecond rows per second of the window
     * @param frames of all deliveries, those before the window too
     * @param rows of all deliveries, those before the window too
     */
    public record Stored(double perSecond, long frames, long rows) {}
}
