package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * How many answers without a last page may be on their way at once. Each keeps a thread of the API for as long as its
 * client reads, and for each page a connection to the database.
 */
public final class Exports {
    private final int most;
    private final Semaphore permits;

    /** @param most above 0 */
    public Exports(int most, MeterRegistry meters) {
        this.most = most;
        this.permits = new Semaphore(most);
        meters.gauge("sightline.query.exports", permits, left -> most - left.availablePermits());
    }

    /**
     * Begins one, which ends with its exchange: when its last byte is out, or when there will be none.
     *
     * @throws TransientFailure OVERLOADED when there are as many as there may be
     */
    void begin(Exchange exchange) {
        if (!permits.tryAcquire()) {
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "All of sightline.query.exports=" + most + " exports of this process are being read; ask again"
                            + " when one may have ended, or for pages of JSON.");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                permits.release();
            }
        });
    }
}
