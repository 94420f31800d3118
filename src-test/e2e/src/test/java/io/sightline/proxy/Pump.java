package io.sightline.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Moves the bytes of one direction of one connection, as the valve allows. */
final class Pump {
    private static final int CHUNK = 64 * 1024;
    private static final long HOUR = 3_600_000;

    private final Direction direction;
    private final Connection connection;
    private final Valve valve;
    private Fault counted = new Fault.None();
    private long passed;
    private String before = "";

    Pump(Direction direction, Connection connection, Valve valve) {
        this.direction = direction;
        this.connection = connection;
        this.valve = valve;
    }

    void run(InputStream from, OutputStream to) throws IOException, InterruptedException {
        var buffer = new byte[CHUNK];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            if (!pass(Arrays.copyOf(buffer, length), to)) {
                return;
            }
        }
    }

    /** Whether the connection goes on. */
    private boolean pass(byte[] chunk, OutputStream to) throws IOException, InterruptedException {
        var fault = valve.fault();
        // What ends connections has begun, and may not have come to this one yet.
        if (fault instanceof Fault.Cut) {
            connection.close();
            return false;
        }
        if (fault instanceof Fault.Reset || fault instanceof Fault.Refuse) {
            connection.reset();
            return false;
        }
        if (fault instanceof Fault.BlackHole) {
            valve.hold(fault, HOUR);
            return pass(chunk, to);
        }
        if (fault instanceof Fault.Delay delay) {
            valve.hold(fault, delay.time().toMillis());
        }
        if (fault instanceof Fault.Truncate truncate && direction == Direction.ANSWER) {
            return truncate(truncate, chunk, to);
        }
        if (fault instanceof Fault.Lose lose
                && direction == lose.direction()
                && contains(lose.text(), chunk)
                && valve.strike(fault)) {
            connection.reset();
            return false;
        }
        if (fault instanceof Fault.Hold hold
                && direction == hold.direction()
                && contains(hold.text(), chunk)
                && valve.strike(fault)) {
            valve.hold(fault, HOUR);
        }
        if (fault instanceof Fault.Answer answer && direction == Direction.REQUEST && valve.strike(fault)) {
            connection.answer(answer.text().getBytes(ISO_8859_1));
            return false;
        }
        if (fault instanceof Fault.Corrupt corrupt
                && direction == Direction.ANSWER
                && chunk.length >= corrupt.bytes()
                && valve.strike(fault)) {
            chunk[chunk.length - 1] ^= 0x55;
        }
        if (fault instanceof Fault.Replace replace && direction == replace.direction()) {
            return replace(replace, chunk, to);
        }
        write(chunk, chunk.length, to);
        return true;
    }

    private boolean replace(Fault.Replace fault, byte[] chunk, OutputStream to) throws IOException {
        var text = new String(chunk, ISO_8859_1);
        var isThere = text.contains(fault.text()) && valve.strike(fault);
        write(isThere ? text.replace(fault.text(), fault.replacement()).getBytes(ISO_8859_1) : chunk, chunk.length, to);
        return true;
    }

    private boolean truncate(Fault.Truncate fault, byte[] chunk, OutputStream to) throws IOException {
        if (counted != fault) {
            counted = fault;
            passed = 0;
        }
        var rest = (int) Math.min(chunk.length, fault.bytes() - passed);
        passed += rest;
        if (rest == chunk.length || !valve.strike(fault)) {
            write(chunk, chunk.length, to);
            return true;
        }
        write(chunk, rest, to);
        connection.close();
        return false;
    }

    /** A text may begin in one chunk and end in the next. */
    private boolean contains(String wanted, byte[] chunk) {
        var text = before + new String(chunk, ISO_8859_1);
        if (text.contains(wanted)) {
            before = "";
            return true;
        }
        before = text.substring(Math.max(0, text.length() - wanted.length() + 1));
        return false;
    }

    private static void write(byte[] chunk, int length, OutputStream to) throws IOException {
        to.write(chunk, 0, length);
        to.flush();
    }
}
