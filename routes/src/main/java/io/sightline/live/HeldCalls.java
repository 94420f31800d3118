package io.sightline.live;

import java.util.Set;
import java.util.concurrent.Phaser;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes the calls of a route on {@code direct:} from when it stops, and hands them on to the one that comes after it.
 * Calls by what is under way in routes that stop as well still go to the old one: it would wait for them for ever.
 *
 * <p>Without it, of the threads that share a producer one waits for the new route while the others go on to the one
 * that has stopped, and are turned away there: seen on Camel 4.17.0.
 */
final class HeldCalls {
    private final Endpoint endpoint;
    private final Consumer holder;
    private final AsyncProcessor former;
    private final Set<String> stopping;
    private final Phaser waves = new Phaser(1);
    private volatile boolean isOver;

    private HeldCalls(Route route, Set<String> stopping) throws Exception {
        this.endpoint = route.getEndpoint();
        this.former = AsyncProcessorConverterHelper.convert(route.getConsumer().getProcessor());
        this.stopping = stopping;
        this.holder = endpoint.createConsumer(new HandOn());
    }

    /**
     * From now on no call gets to the route.
     *
     * @param stopping ids of the routes that stop together
     */
    static HeldCalls of(Route route, Set<String> stopping) throws Exception {
        var held = new HeldCalls(route, stopping);
        ServiceHelper.suspendService(route.getConsumer());
        ServiceHelper.startService(held.holder);
        return held;
    }

    /** The calls that wait now go to the old route, since what it has begun may wait for one of them. */
    void letThrough() {
        waves.arrive();
    }

    /** Lets the next route begin with the same endpoint; all calls go to it from now on. */
    void release() {
        ServiceHelper.stopService(holder);
        isOver = true;
        waves.forceTermination();
    }

    /** A producer may remember the holder for as long as nothing else changes. */
    private final class HandOn extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                if (!isOver && !isUnderWay(exchange)) {
                    waves.awaitAdvanceInterruptibly(waves.getPhase());
                }
                return isOver
                        ? endpoint.createAsyncProducer().process(exchange, callback)
                        : former.process(exchange, callback);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }

        private boolean isUnderWay(Exchange exchange) {
            var work = exchange.getUnitOfWork();
            var caller = work == null ? null : work.getRoute();
            var first = exchange.getFromRouteId();
            return (caller != null && stopping.contains(caller.getRouteId()))
                    || (first != null && stopping.contains(first));
        }
    }
}
