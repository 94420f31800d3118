package io.sightline.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.Failure;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the outbox fares: a metric, and one line of the log when it changes. */
public final class OutboxState {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxState.class);

    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();

    public OutboxState(MeterRegistry meters) {
        meters.gauge("sightline.outbox.waiting", waiting);
    }

    public void waiting(long records) {
        waiting.set(records);
    }

    /** Counts down; what came meanwhile is counted by the next {@link #waiting}. */
    public void sent(int records) {
        waiting.updateAndGet(before -> Math.max(0, before - records));
    }

    public void works() {
        if (failing.compareAndSet(true, false)) {
            LOG.info("the outbox is sent again, {} wait", waiting.get());
        }
    }

    /** @param count how many wait; asked even now, because it may be the topic alone that is away */
    public void fails(Failure failure, LongSupplier count) {
        try {
            waiting.set(count.getAsLong());
        } catch (Failure unknown) {
            failure.addSuppressed(unknown);
        }
        if (failing.compareAndSet(false, true)) {
            LOG.warn("the outbox cannot be sent, {} wait and nothing is lost: {}", waiting.get(), failure.getMessage());
        }
    }
}
