package io.sightline.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a port of the loopback interface to a server, and does harm when told to: to every connection, also to those
 * that are open already.
 */
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final Valve valve = new Valve();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    private FaultProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.port = listen(0);
    }

    /** Listens on a free port. */
    public static FaultProxy before(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stands before the server that a setting names, and makes the setting name this proxy.
     *
     * @param setting name of one with the server's host and port in its value
     */
    public static FaultProxy before(Map<String, String> settings, String setting) {
        var server = ServerAddress.in(settings.getOrDefault(setting, ""));
        var proxy = before(server.host(), server.port());
        settings.put(setting, server.replacedBy(proxy.address()));
        return proxy;
    }

    /** Host and port for the client. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Begins a fault in place of the present one; it lasts until the next. */
    public void begin(Fault fault) {
        begin(fault, Integer.MAX_VALUE);
    }

    /** Begins a fault that ends by itself after so many strikes. */
    public synchronized void begin(Fault fault, int strikes) {
        valve.turn(fault, strikes);
        if (fault instanceof Fault.Refuse) {
            closeListener();
        } else {
            listenAgain();
        }
        if (fault instanceof Fault.Cut) {
            connections.forEach(Connection::close);
        }
        if (fault instanceof Fault.Reset || fault instanceof Fault.Refuse) {
            connections.forEach(Connection::reset);
        }
    }

    public void heal() {
        begin(new Fault.None());
    }

    /** How often faults have acted since the beginning. */
    public int strikes() {
        return valve.strikes();
    }

    @Override
    public synchronized void close() {
        closeListener();
        valve.turn(new Fault.None(), 0);
        connections.forEach(Connection::close);
    }

    static Thread inThread(String name, Runnable work) {
        var thread = new Thread(work, "fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private synchronized int listen(int wanted) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        listener = socket;
        acceptor = inThread("accept", () -> accept(socket));
        return socket.getLocalPort();
    }

    private void listenAgain() {
        if (listener != null) {
            return;
        }
        try {
            listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeListener() {
        if (listener == null || acceptor == null) {
            return;
        }
        try {
            listener.close();
            // The port is open for as long as somebody waits in accept.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener = null;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                inThread("requests", () -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        var upstream = new Socket();
        var connection = new Connection(client, upstream);
        connections.add(connection);
        try {
            if (endsAtOnce(connection)) {
                return;
            }
            upstream.connect(server);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            connection.serve(valve);
        } catch (IOException serverIsAway) {
            connection.reset();
        } finally {
            connections.remove(connection);
        }
    }

    private boolean endsAtOnce(Connection connection) {
        var fault = valve.fault();
        if (fault instanceof Fault.Cut) {
            connection.close();
            return true;
        }
        if (fault instanceof Fault.Reset || fault instanceof Fault.Refuse) {
            connection.reset();
            return true;
        }
        return false;
    }
}
