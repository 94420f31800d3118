package io.sightline.runtime;

import io.sightline.runtime.Servers.Server;
import java.time.Duration;

/** A server did not accept connections for as long as start-up waits. */
final class ServerUnavailableException extends RuntimeException {
    private final transient Server server;

    ServerUnavailableException(Server server, Duration waited) {
        super(server.name() + " at " + server.address() + " did not accept a connection within " + waited.toSeconds()
                + " s");
        this.server = server;
    }

    Server server() {
        return server;
    }
}
