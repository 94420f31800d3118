package io.sightline.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads answers off one connection, one after the other. */
final class AnswerReader {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream input;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int filled;

    AnswerReader(InputStream input) {
        this.input = input;
    }

    /**
     * Reads one answer to its end.
     *
     * @param wanted whether the body is kept; a thrown away one costs no memory
     */
    RawAnswer read(boolean wanted) throws IOException {
        var head = head();
        var status = Integer.parseInt(head.substring(9, 12));
        if (status == 100) {
            return read(wanted);
        }
        var fields = head.toLowerCase(Locale.ROOT);
        var body = new ByteArrayOutputStream(wanted ? 1024 : 0);
        var kept = wanted ? body : null;
        if (fields.contains("\r\ntransfer-encoding: chunked")) {
            readChunks(kept);
        } else if (fields.contains("\r\nconnection: close") && !fields.contains("\r\ncontent-length:")) {
            readRest(kept);
        } else {
            copy(length(fields), kept);
        }
        return new RawAnswer(status, head, body.toByteArray());
    }

    private String head() throws IOException {
        var head = new StringBuilder(256);
        for (var line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append("\r\n");
        }
        if (!head.toString().startsWith("HTTP/1.1 ")) {
            throw new IOException("no answer of HTTP/1.1: " + head);
        }
        return head.toString();
    }

    private static long length(String fields) {
        var name = "\r\ncontent-length:";
        var start = fields.indexOf(name);
        if (start < 0) {
            return 0;
        }
        var end = fields.indexOf("\r\n", start + 2);
        return Long.parseLong(fields.substring(start + name.length(), end).strip());
    }

    private void readChunks(@Nullable ByteArrayOutputStream kept) throws IOException {
        while (true) {
            var size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
            copy(size, kept);
            line();
            if (size == 0) {
                return;
            }
        }
    }

    private void copy(long length, @Nullable ByteArrayOutputStream kept) throws IOException {
        for (var left = length; left > 0; ) {
            fill();
            var count = (int) Math.min(left, filled - position);
            if (kept != null) {
                kept.write(buffer, position, count);
            }
            position += count;
            left -= count;
        }
    }

    private void readRest(@Nullable ByteArrayOutputStream kept) throws IOException {
        try {
            while (true) {
                fill();
                copy(filled - position, kept);
            }
        } catch (EOFException ended) {
            // The body ends with the connection.
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream(64);
        while (true) {
            fill();
            var next = buffer[position++];
            if (next == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of an answer's head exceeds " + LONGEST_LINE + " bytes");
            }
        }
    }

    private void fill() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, input.read(buffer));
            if (filled == 0) {
                throw new EOFException("the server closed the connection");
            }
        }
    }
}
