package io.sightline.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Error} of a step (no memory, no stack, a failed assertion) a failure of the exchange, as any
 * exception is.
 *
 * <p>Camel catches exceptions only. An error would first tell the route that the step is done, so that the next one
 * goes on with what was never made, and would then end the thread: a consumer without its thread stays in its group and
 * reads nothing, without a word in the log.
 */
public final class ContainErrors implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        return new Contained(AsyncProcessorConverterHelper.convert(target));
    }

    private static final class Contained extends DelegateAsyncProcessor {
        Contained(AsyncProcessor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback route) {
            var outcome = new Outcome(route);
            try {
                getProcessor().process(exchange, outcome);
            } catch (Error e) {
                exchange.setException(e);
                outcome.done(true);
            }
            return outcome.tell();
        }
    }

    /** Keeps "done" from the route until the step has returned, because a step says so before its error is thrown. */
    private static final class Outcome implements AsyncCallback {
        private final AsyncCallback route;
        private boolean returned;
        private boolean done;
        private boolean told;

        Outcome(AsyncCallback route) {
            this.route = route;
        }

        @Override
        public void done(boolean sync) {
            synchronized (this) {
                done = true;
                if (!returned || told) {
                    return;
                }
                told = true;
            }
            route.done(sync);
        }

        /** Tells the route what was kept from it; answers whether the step is done. */
        boolean tell() {
            synchronized (this) {
                returned = true;
                if (!done) {
                    return false;
                }
                told = true;
            }
            route.done(true);
            return true;
        }
    }
}
