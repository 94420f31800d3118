package io.sightline.live;

import java.util.concurrent.CountDownLatch;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes the calls of a route on {@code direct:} from when it stops, and hands them on to the one that comes after it.
 *
 * <p>Without it, of the threads that share a producer one waits for the new route while the others go on to the one
 * that has stopped, and are turned away there: seen on Camel 4.17.0.
 */
final class HeldCalls {
    private final Consumer holder;
    private final CountDownLatch isOver = new CountDownLatch(1);

    private HeldCalls(Endpoint endpoint) throws Exception {
        holder = endpoint.createConsumer(new HandOn(endpoint));
    }

    /** From now on no call gets to the route. */
    static HeldCalls of(Route route) throws Exception {
        var held = new HeldCalls(route.getEndpoint());
        ServiceHelper.suspendService(route.getConsumer());
        ServiceHelper.startService(held.holder);
        return held;
    }

    /** Lets the next route begin with the same endpoint; all calls go to it from now on. */
    void release() {
        ServiceHelper.stopService(holder);
        isOver.countDown();
    }

    /** A producer may remember the holder for as long as nothing else changes. */
    private final class HandOn extends AsyncProcessorSupport {
        private final Endpoint endpoint;

        HandOn(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                isOver.await();
                return endpoint.createAsyncProducer().process(exchange, callback);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
