package io.sightline.api;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients without a token that announce a body and send nothing of it. */
final class SilentStrangers implements AutoCloseable {
    /** Less than Tomcat waits for a byte. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final List<Socket> sockets = new ArrayList<>();

    SilentStrangers(URI server, int count, String path) throws IOException {
        this(server, count, path, "Content-Type: image/jpeg\r\n");
    }

    /** @param headers lines, each with its end */
    SilentStrangers(URI server, int count, String path, String headers) throws IOException {
        var head = "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "Content-Length: 3000\r\n\r\n";
        for (var i = 0; i < count; i++) {
            var socket = new Socket(server.getHost(), server.getPort());
            sockets.add(socket);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Waits until the server has closed all connections.
     *
     * @throws java.net.SocketTimeoutException when it closes one not at all, or when Tomcat would
     */
    void awaitTheirEnd() throws IOException {
        for (var socket : sockets) {
            try {
                socket.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                // Closed as well.
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
