package io.sightline.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Talks to a server as if there were no TLS. */
final class PlainText {
    private static final int PATIENCE_MILLIS = 30_000;

    /** Asks a broker which requests it knows: every client begins by that. */
    private static final byte[] KAFKA = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

    private PlainText() {}

    static byte[] http(int port) throws IOException {
        var request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return answer(port, request.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] kafka(int port) throws IOException {
        return answer(port, KAFKA);
    }

    /** All that comes back until the server closes the connection. */
    private static byte[] answer(int port, byte[] question) throws IOException {
        // Where nobody listens nothing is refused: that fails.
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return exchange(socket, question);
        }
    }

    private static byte[] exchange(Socket socket, byte[] question) throws IOException {
        try {
            socket.getOutputStream().write(question);
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }
}
