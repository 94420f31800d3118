package io.sightline.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A client's connection and the one to the server that was made for it. */
final class Connection {
    private static final int DRAIN_MILLIS = 2000;

    private final Socket client;
    private final Socket server;

    Connection(Socket client, Socket server) {
        this.client = client;
        this.server = server;
    }

    /** Ends when both directions have ended. */
    void serve(Valve valve) {
        var answers = FaultProxy.inThread("answers", () -> pump(Direction.ANSWER, server, client, valve));
        pump(Direction.REQUEST, client, server, valve);
        try {
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
    }

    /** The peers see that the connection is gone for a reason of the network. */
    void reset() {
        lingerNot(client);
        lingerNot(server);
        close();
    }

    /** Answers in place of the server; reads what the client still sends, lest a reset outruns the answer. */
    void answer(byte[] text) throws IOException {
        closeQuietly(server);
        client.getOutputStream().write(text);
        client.shutdownOutput();
        client.setSoTimeout(DRAIN_MILLIS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        close();
    }

    /** The end of one side's stream is passed on; any failure ends both. */
    private void pump(Direction direction, Socket from, Socket to, Valve valve) {
        try {
            new Pump(direction, this, valve).run(from.getInputStream(), to.getOutputStream());
            if (!from.isClosed() && !to.isClosed()) {
                to.shutdownOutput();
            }
        } catch (IOException gone) {
            if (!answersItself(direction)) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /** The server's side is closed first while the client still gets its answer from here. */
    private boolean answersItself(Direction direction) {
        return direction == Direction.ANSWER && server.isClosed() && !client.isClosed();
    }

    private static void lingerNot(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Nothing is left to be reset.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Closed is what it should be.
        }
    }
}
