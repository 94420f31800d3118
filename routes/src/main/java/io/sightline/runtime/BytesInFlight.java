package io.sightline.runtime;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The bytes of request bodies that are in memory, with a limit to their sum. */
final class BytesInFlight {
    private final long limit;
    private final AtomicLong sum = new AtomicLong();

    BytesInFlight(long limit) {
        this.limit = limit;
    }

    /** Room for the body of one request, of no bytes yet. */
    Reservation reservation() {
        return new Reservation();
    }

    /** A body that is alone is let in, however large: its own limit is not of this class. */
    private void reserve(long more, long length) {
        var reserved = sum.addAndGet(more);
        if (reserved > limit && reserved > length) {
            sum.addAndGet(-more);
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "bodies of " + (reserved - length) + " bytes are in memory, with one of " + length
                            + " it would be more than sightline.http.max-bytes-in-flight=" + limit
                            + "; ask again later");
        }
    }

    /** Grows while a body is read, and is given back when its request ends. */
    final class Reservation implements LongConsumer, AsyncListener {
        private long held;
        private boolean released;

        /**
         * Makes it hold at least this many bytes.
         *
         * @throws TransientFailure OVERLOADED when they are not free; what it has held, it holds
         */
        @Override
        public synchronized void accept(long bytes) {
            if (bytes > held && !released) {
                reserve(bytes - held, bytes);
                held = bytes;
            }
        }

        synchronized void release() {
            if (!released) {
                released = true;
                sum.addAndGet(-held);
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            release();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
