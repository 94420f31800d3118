package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Gives every body an end, a form's too: Tomcat bounds only the wait for the next byte, so that a trickle would hold a
 * thread and memory for days. A body that is being read is cut off after its time and refused behind; so is one that
 * cannot be read on.
 *
 * <p>What is left of a body when its answer is out is read on for a while, so that a client which sends first and reads
 * then sees the answer; then the connection is closed.
 */
final class SlowBodyValve extends ValveBase {
    /** Most that is read on: beyond the longest body that a client may send by mistake. */
    private static final long MOST_REST = 64L << 20;

    private final Duration longest;
    private final Duration longestRest;

    /**
     * @param longest from the first to the last byte that is read of a body
     * @param longestRest how long the rest of a body is read on whose request is answered
     */
    SlowBodyValve(Duration longest, Duration longestRest) {
        super(true);
        this.longest = longest;
        this.longestRest = longestRest;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var body = request.getCoyoteRequest();
        if (!request.isAsyncDispatching()) {
            // Tomcat uses its request again for the next one of the connection.
            var known = body.getInputBuffer();
            var original = known instanceof TimedInput timed ? timed.body : known;
            body.setInputBuffer(new TimedInput(original, longest, failure -> {
                request.setAttribute(ContractStrategy.BODY_FAILURE, failure);
                // Where the next request of the connection begins nobody can know.
                response.setHeader("Connection", "close");
            }));
        }
        getNext().invoke(request, response);
        if (!request.isAsync() && !isRead(body)) {
            response.finishResponse();
            readOn(body);
        }
    }

    private void readOn(org.apache.coyote.Request body) {
        var rest = body.getInputBuffer() instanceof TimedInput timed ? timed.body : body.getInputBuffer();
        var timed = new TimedInput(rest, longestRest, failure -> {});
        var discarded = new Discarded();
        try {
            for (var count = 0L; count < MOST_REST && timed.doRead(discarded) >= 0; ) {
                count += discarded.length();
            }
        } catch (IOException e) {
            // The client is gone or sends nothing more: closed below.
        }
        if (!isRead(body)) {
            body.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static boolean isRead(org.apache.coyote.Request body) {
        var isRead = new AtomicBoolean();
        body.action(ActionCode.REQUEST_BODY_FULLY_READ, isRead);
        return isRead.get();
    }

    /**
     * Ends a body when its time is up, which begins with the first read: a request may have waited for its turn. It
     * also ends one that cannot be read: whatever Tomcat throws, it has decided on an answer then, and that says
     * nothing.
     */
    private static final class TimedInput implements InputBuffer {
        private final InputBuffer body;
        private final Duration longest;
        private final Consumer<PermanentFailure> onCut;
        private long start;
        private boolean isBegun;

        TimedInput(InputBuffer body, Duration longest, Consumer<PermanentFailure> onCut) {
            this.body = body;
            this.longest = longest;
            this.onCut = onCut;
        }

        @Override
        public int doRead(ApplicationBufferHandler target) throws IOException {
            if (!isBegun) {
                isBegun = true;
                start = System.nanoTime();
            } else if (System.nanoTime() - start > longest.toNanos()) {
                return cut(late("The body did not end within sightline.http.body-timeout=" + longest + "."));
            }
            try {
                return body.doRead(target);
            } catch (SocketTimeoutException e) {
                return cut(late("No byte of the body came within server.tomcat.connection-timeout."));
            } catch (IOException e) {
                return cut(new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The body cannot be read to its end: it is shorter than its Content-Length, or its chunks are"
                                + " broken.",
                        e));
            }
        }

        private int cut(PermanentFailure failure) {
            onCut.accept(failure);
            return -1;
        }

        private static PermanentFailure late(String reason) {
            return new PermanentFailure(FailureCode.BODY_TOO_SLOW, reason);
        }

        @Override
        public int available() {
            return body.available();
        }
    }

    private static final class Discarded implements ApplicationBufferHandler {
        private @Nullable ByteBuffer bytes;

        int length() {
            return bytes == null ? 0 : bytes.remaining();
        }

        @Override
        public void setByteBuffer(@Nullable ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // Tomcat's own buffer is handed over as it is.
        }
    }
}
