package io.sightline.runtime;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Ends a body when its time is up, which begins with the first read: a request may have waited for its turn. It also
 * ends one that cannot be read: whatever Tomcat throws, it has decided on an answer then, and that says nothing.
 */
final class TimedInput implements InputBuffer {
    private final InputBuffer body;
    private final Duration longest;
    private final AwaitedBodies awaited;
    private final Supplier<String> client;
    private final Consumer<PermanentFailure> onCut;
    private long start;
    private boolean isBegun;
    private boolean isCut;

    /**
     * @param client whose body it is; asked when it is read
     * @param onCut told why, when it is ended
     */
    TimedInput(
            InputBuffer body,
            Duration longest,
            AwaitedBodies awaited,
            Supplier<String> client,
            Consumer<PermanentFailure> onCut) {
        this.body = body;
        this.longest = longest;
        this.awaited = awaited;
        this.client = client;
        this.onCut = onCut;
    }

    InputBuffer body() {
        return body;
    }

    @Override
    public int doRead(ApplicationBufferHandler target) throws IOException {
        if (isCut) {
            return -1;
        }
        if (!isBegun) {
            isBegun = true;
            start = System.nanoTime();
        }
        if (left() <= 0) {
            return cut(late());
        }
        var reader = client.get();
        if (!awaited.begin(reader)) {
            return cut(new PermanentFailure(
                    FailureCode.OVERLOADED, "Too many bodies are being waited for; try again, and send at once."));
        }
        try {
            return read(target);
        } catch (SocketTimeoutException e) {
            return cut(
                    left() <= 0 ? late() : late("No byte of the body came within server.tomcat.connection-timeout."));
        } catch (IOException e) {
            return cut(new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The body cannot be read to its end: it is shorter than its Content-Length, or its chunks are"
                            + " broken.",
                    e));
        } finally {
            awaited.end(reader);
        }
    }

    private int read(ApplicationBufferHandler target) throws IOException {
        return body instanceof SocketInput socket ? socket.read(target, left()) : body.doRead(target);
    }

    private long left() {
        return longest.toNanos() - (System.nanoTime() - start);
    }

    private int cut(PermanentFailure failure) {
        isCut = true;
        onCut.accept(failure);
        return -1;
    }

    private PermanentFailure late() {
        return late("The body did not end within sightline.http.body-timeout=" + longest + ".");
    }

    private static PermanentFailure late(String reason) {
        return new PermanentFailure(FailureCode.BODY_TOO_SLOW, reason);
    }

    @Override
    public int available() {
        return body.available();
    }
}
