package io.sightline.runtime;

import io.sightline.failure.Dependency;
import io.sightline.runtime.Servers.Address;
import io.sightline.runtime.Servers.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Waits until the servers accept connections, before anything is built on them: whoever starts a cluster starts
 * everything at once, and a server that is late is no fault. A process that serves requests, and knows which models
 * served last, does not wait long for those that it can be without.
 */
final class AwaitServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitServers.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration BRIEFLY = Duration.ofSeconds(3);
    private static final Set<String> DISPENSABLE = Set.of(Dependency.KAFKA.title(), Dependency.S3.title());

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var patience = context.getEnvironment()
                .getProperty("sightline.startup.timeout", Duration.class, StartupProperties.DEFAULT_TIMEOUT);
        var deadline = Instant.now().plus(patience);
        var canDoWithout = RememberedModels.areEnough(context.getEnvironment());
        for (var server : Servers.of(context.getEnvironment())) {
            if (canDoWithout && DISPENSABLE.contains(server.name())) {
                awaitBriefly(server);
            } else {
                await(server, deadline, patience);
            }
        }
    }

    /** For what served last, it is needed no more than while the process runs. */
    private static void awaitBriefly(Server server) {
        var deadline = Instant.now().plus(BRIEFLY);
        while (isSilent(server)) {
            if (Instant.now().isAfter(deadline)) {
                LOG.warn(
                        "{} at {} does not accept connections (setting {}); starting without it, with the models that served last",
                        server.name(),
                        server.address(),
                        server.setting());
                return;
            }
            pause();
        }
    }

    private static boolean isSilent(Server server) {
        return server.addresses().stream().noneMatch(AwaitServers::accepts);
    }

    private static void await(Server server, Instant deadline, Duration patience) {
        var nextLine = Instant.MIN;
        while (isSilent(server)) {
            if (Instant.now().isAfter(deadline)) {
                throw new StartupException(
                        server.name() + " at " + server.address() + " did not accept a connection within "
                                + patience.toSeconds() + " s",
                        "Start the server, or look at " + server.setting()
                                + "; sightline.startup.timeout says how long to wait.",
                        null);
            }
            if (Instant.now().isAfter(nextLine)) {
                LOG.warn("waiting for {} at {} (setting {})", server.name(), server.address(), server.setting());
                nextLine = Instant.now().plus(BETWEEN_LINES);
            }
            pause();
        }
    }

    private static boolean accepts(Address address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for servers", e);
        }
    }
}
