package io.sightline.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it gets, and remembers it. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final StringBuffer received = new StringBuffer();

    private EchoServer(ServerSocket listener) {
        this.listener = listener;
    }

    static EchoServer start() {
        try {
            var server = new EchoServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
            FaultProxy.inThread("echo", server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    String received() {
        return received.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                FaultProxy.inThread("echo", () -> echo(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void echo(Socket client) {
        var buffer = new byte[4096];
        try (client) {
            for (int length = client.getInputStream().read(buffer);
                    length >= 0;
                    length = client.getInputStream().read(buffer)) {
                received.append(new String(buffer, 0, length, ISO_8859_1));
                client.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException gone) {
            // Clients of a test go as they like.
        }
    }
}
