package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * How many bytes of stored pictures may be in memory for clients at once. A picture is there whole, because none of it
 * goes out before all of it was compared, and for as long as its client reads.
 */
public final class PicturesInFlight {
    /** A picture that is read at once is gone much sooner; who waits keeps a thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Beside them the other threads are there for all that does not wait for a picture. */
    private static final int MOST_WAITING = 16;

    /** Permits are whole numbers of 32 bits. */
    private static final int UNIT = 1024;

    private final long most;
    private final Duration patience;
    private final int units;
    private final Semaphore free;
    private final Semaphore places = new Semaphore(MOST_WAITING);

    /** @param most bytes, above 0; a picture that is alone is let in, however large */
    public PicturesInFlight(long most, MeterRegistry meters) {
        this(most, PATIENCE, meters);
    }

    PicturesInFlight(long most, Duration patience, MeterRegistry meters) {
        this.most = most;
        this.patience = patience;
        this.units = units(most);
        // In order of arrival: a large picture would never find room beside small ones.
        this.free = new Semaphore(units, true);
        meters.gauge("sightline.query.picture.bytes", free, left -> (double) (units - left.availablePermits()) * UNIT);
    }

    /**
     * Takes room for so many bytes, until the exchange ends: when its last byte is out, or when there will be none.
     * Some wait a little for it.
     *
     * @throws TransientFailure OVERLOADED when there is none in time, or enough are waiting already
     */
    void begin(Exchange exchange, long bytes) {
        var taken = Math.min(units, units(bytes));
        if (!take(taken)) {
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "Pictures of sightline.query.pictures-in-flight=" + most
                            + " bytes are on their way to clients, and there is no room for " + bytes
                            + " more; ask again later.");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                free.release(taken);
            }
        });
    }

    private boolean take(int wanted) {
        try {
            // Not the form without a time: that one takes no notice of those who wait.
            if (free.tryAcquire(wanted, 0, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!places.tryAcquire()) {
                return false;
            }
            try {
                return free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int units(long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }
}
