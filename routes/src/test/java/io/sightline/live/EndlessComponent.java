package io.sightline.live;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** What begins with it begins something every ten milliseconds until it is stopped: it cannot pause. */
final class EndlessComponent extends DefaultComponent {
    private static final long PERIOD_MILLIS = 10;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new Endless(uri, this);
    }

    /** It is read from alone. */
    private static final class Endless extends DefaultEndpoint {
        Endless(String uri, EndlessComponent owner) {
            super(uri, owner);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("nobody writes to " + getEndpointUri());
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new Reader(this, processor);
        }
    }

    /** With a thread of its own. */
    private static final class Reader extends DefaultConsumer {
        private final Thread thread = new Thread(this::read, "endless");
        private volatile boolean isOver;

        Reader(Endless source, Processor processor) {
            super(source, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        protected void doStop() throws Exception {
            isOver = true;
            super.doStop();
        }

        private void read() {
            while (!isOver) {
                try {
                    getProcessor().process(createExchange(true));
                    Thread.sleep(PERIOD_MILLIS);
                } catch (Exception e) {
                    getExceptionHandler().handleException(e);
                }
            }
        }
    }
}
