package io.sightline.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a runtime and a server that others use too; what is shut or frozen for one is not so for them. */
final class Door implements AutoCloseable {
    private final URI server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Object thaw = new Object();
    private ServerSocket entrance;
    private boolean frozen;

    /** @param server address of the server, with its port */
    Door(String server) {
        this.server = URI.create(server);
        this.entrance = open(0);
    }

    /** The server's address, through this door. */
    String address() {
        return server.getScheme() + "://localhost:" + entrance.getLocalPort() + server.getPath();
    }

    /** Ends all connections and refuses others. */
    void shut() {
        close(entrance);
        connections.forEach(Door::close);
        connections.clear();
    }

    /** Lets connections in again, at the same address. */
    void reopen() {
        entrance = open(entrance.getLocalPort());
    }

    /** Accepts connections and lets not a byte through. */
    void freeze() {
        synchronized (thaw) {
            frozen = true;
        }
    }

    void melt() {
        synchronized (thaw) {
            frozen = false;
            thaw.notifyAll();
        }
    }

    @Override
    public void close() {
        shut();
        melt();
    }

    private ServerSocket open(int port) {
        try {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            inThread(() -> letIn(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letIn(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                var caller = opened.accept();
                connections.add(caller);
                var called = new Socket(server.getHost(), server.getPort());
                connections.add(called);
                inThread(() -> pass(caller, called));
                inThread(() -> pass(called, caller));
            } catch (IOException ended) {
                // Shut, or the server itself is away: the caller sees its connection end.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var bytes = new byte[16 * 1024];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitThaw();
                out.write(bytes, 0, read);
            }
        } catch (IOException | InterruptedException ended) {
            // One side has hung up.
        } finally {
            connections.remove(from);
            connections.remove(to);
        }
    }

    private void awaitThaw() throws InterruptedException {
        synchronized (thaw) {
            while (frozen) {
                thaw.wait();
            }
        }
    }

    private static void inThread(Runnable work) {
        var thread = new Thread(work, "door");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception ended) {
            // It is closed.
        }
    }
}
