package io.sightline.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.boot.web.embedded.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.SmartLifecycle;

/**
 * Sends clients away in good order when the process ends: for a while each request is answered as ever, and its
 * connection closed behind. Tomcat would close those that are kept open together with the port; a request that is on
 * its way then breaks, and whoever sent it may not send it again, because nobody knows what became of it.
 */
final class ConnectionDrain implements SmartLifecycle, TomcatConnectorCustomizer {
    private final List<AbstractHttp11Protocol<?>> protocols = new CopyOnWriteArrayList<>();
    private final Duration time;
    private volatile boolean running;

    /** @param time from the request to end until the port closes */
    ConnectionDrain(Duration time) {
        this.time = time;
    }

    @Override
    public void customize(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            protocols.add(http);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        protocols.forEach(protocol -> protocol.setMaxKeepAliveRequests(1));
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    running = false;
                    done.run();
                });
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the port closes, and with it all that serves. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
    }
}
