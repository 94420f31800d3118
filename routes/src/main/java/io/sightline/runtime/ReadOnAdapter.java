package io.sightline.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads on for a while what is left of a body when its answer is out, so that a client which sends first and reads then
 * sees the answer; then the connection is closed. Tomcat would wait for each further byte as long as for any other, and
 * a few silent strangers would hold all threads.
 *
 * <p>A client that says nothing for a second is not waited for, nor is one that keeps its body back until it is asked
 * for it. Beyond a few at once nobody is: a client that is closed without it may see a reset instead of its answer.
 */
final class ReadOnAdapter implements Adapter {
    /** Most that is read on: beyond the longest body that a client may send by mistake. */
    private static final long MOST_REST = 64L << 20;

    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final Adapter adapter;
    private final Duration longest;
    private final Semaphore atOnce;

    /**
     * @param longest from the answer to the end of what is read
     * @param atOnce one for each body that may be read on by now
     */
    ReadOnAdapter(Adapter adapter, Duration longest, Semaphore atOnce) {
        this.adapter = adapter;
        this.longest = longest;
        this.atOnce = atOnce;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        adapter.service(request, response);
        readOn(request);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        var goesOn = adapter.asyncDispatch(request, response, event);
        readOn(request);
        return goesOn;
    }

    private void readOn(Request request) {
        if (is(request, ActionCode.ASYNC_IS_ASYNC)
                || is(request, ActionCode.REQUEST_BODY_FULLY_READ)
                || !is(request, ActionCode.IS_IO_ALLOWED)) {
            return;
        }
        var isKeptBack = request.hasExpectation() && request.getBytesRead() == 0;
        if (!isKeptBack && atOnce.tryAcquire()) {
            try {
                readRest(request);
            } catch (IOException e) {
                // The client is gone or sends nothing more: closed below.
            } finally {
                atOnce.release();
            }
        }
        if (!is(request, ActionCode.REQUEST_BODY_FULLY_READ)) {
            request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private void readRest(Request request) throws IOException {
        var body = request.getInputBuffer() instanceof TimedInput timed ? timed.body() : request.getInputBuffer();
        if (!(body instanceof SocketInput rest)) {
            return;
        }
        var end = System.nanoTime() + longest.toNanos();
        var discarded = new Discarded();
        for (var count = 0L; count < MOST_REST; count += discarded.length()) {
            var left = end - System.nanoTime();
            if (left <= 0 || rest.read(discarded, Math.min(left, LONGEST_SILENCE)) < 0) {
                return;
            }
        }
    }

    private static boolean is(Request request, ActionCode question) {
        var answer = new AtomicBoolean();
        request.action(question, answer);
        return answer.get();
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return adapter.prepare(request, response);
    }

    @Override
    public void log(Request request, Response response, long time) {
        adapter.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        adapter.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return adapter.getDomain();
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
