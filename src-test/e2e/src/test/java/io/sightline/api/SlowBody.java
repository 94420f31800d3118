package io.sightline.api;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A request whose body comes by a byte a second, until the server has enough of it. */
final class SlowBody implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    SlowBody(Api api, String path) throws IOException {
        socket = new Socket(api.address().getHost(), api.address().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        var head = "POST " + path + " HTTP/1.1\r\nHost: sightline\r\nContent-Type: image/jpeg\r\nAuthorization: Bearer "
                + api.token("sightline-dev") + "\r\nContent-Length: 100000\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        clock.scheduleAtFixedRate(this::trickle, 0, 1, TimeUnit.SECONDS);
    }

    /** All that is answered until the server closes the connection. */
    String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void trickle() {
        try {
            socket.getOutputStream().write(0xff);
        } catch (IOException closed) {
            clock.shutdown();
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        socket.close();
    }
}
