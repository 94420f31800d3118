package io.sightline.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that a server answers to some bytes: as many answers as it has taken them for requests. */
public final class RawConversation {
    private RawConversation() {}

    /**
     * Sends the bytes as all there is on a connection, and reads until the server closes it.
     *
     * @param patience longest wait for bytes of an answer
     */
    public static List<RawAnswer> of(URI server, byte[] requests, Duration patience) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) patience.toMillis());
            send(socket, requests);
            return answers(new AnswerReader(socket.getInputStream()));
        }
    }

    /** A server that refuses may stop reading: what it has answered then still counts. */
    private static void send(Socket socket, byte[] requests) {
        try {
            socket.getOutputStream().write(requests);
            socket.shutdownOutput();
        } catch (IOException refused) {
            // Reading tells.
        }
    }

    private static List<RawAnswer> answers(AnswerReader reader) throws IOException {
        var answers = new ArrayList<RawAnswer>();
        while (true) {
            try {
                answers.add(reader.read(true));
            } catch (EOFException | SocketException closed) {
                return answers;
            }
        }
    }
}
