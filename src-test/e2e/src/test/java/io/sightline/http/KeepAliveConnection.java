package io.sightline.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection to a server, opened again when the server has closed it; for one thread. */
public final class KeepAliveConnection implements AutoCloseable {
    private final InetSocketAddress server;
    private final Duration patience;
    private @Nullable Socket socket;
    private @Nullable AnswerReader answers;

    /** @param patience longest wait for bytes of an answer */
    public KeepAliveConnection(URI server, Duration patience) {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.patience = patience;
    }

    /** Sends a request and reads the answer's status; its body is thrown away. */
    public int status(byte[] request) throws IOException {
        return head(request).status();
    }

    /** Sends a request and reads the answer; its body is thrown away. */
    public RawAnswer head(byte[] request) throws IOException {
        return send(request, false);
    }

    /** Sends what is the last request of the connection, ends it there, and reads the answer's status. */
    public int lastStatus(byte[] request) throws IOException {
        close();
        var reader = connect();
        write(request);
        endOutput();
        try {
            return reader.read(false).status();
        } finally {
            close();
        }
    }

    /** Sends a request and reads the answer. */
    public RawAnswer send(byte[] request) throws IOException {
        return send(request, true);
    }

    private RawAnswer send(byte[] request, boolean wanted) throws IOException {
        var reader = answers == null ? connect() : answers;
        try {
            write(request);
            var answer = reader.read(wanted);
            if (answer.head().toLowerCase(Locale.ROOT).contains("\r\nconnection: close")) {
                close();
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A server that refuses may stop reading: what it has answered then still counts. */
    private void write(byte[] request) {
        try {
            if (socket != null) {
                socket.getOutputStream().write(request);
            }
        } catch (IOException refused) {
            // The answer says why, or there is none: reading tells.
        }
    }

    private void endOutput() {
        try {
            if (socket != null) {
                socket.shutdownOutput();
            }
        } catch (IOException refused) {
            // As with writing.
        }
    }

    private AnswerReader connect() throws IOException {
        var opened = new Socket();
        opened.setTcpNoDelay(true);
        opened.setSoTimeout((int) patience.toMillis());
        opened.connect(server, (int) patience.toMillis());
        socket = opened;
        var reader = new AnswerReader(opened.getInputStream());
        answers = reader;
        return reader;
    }

    @Override
    public void close() throws IOException {
        answers = null;
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
