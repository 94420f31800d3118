package io.sightline.runtime;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The body of a request as it comes from its connection: each read of it can have an end of its own. */
final class SocketInput implements InputBuffer {
    private final InputBuffer body;
    private final Supplier<@Nullable SocketWrapperBase<?>> socket;

    /** @param socket the connection that is being served; none between two of them */
    SocketInput(InputBuffer body, Supplier<@Nullable SocketWrapperBase<?>> socket) {
        this.body = body;
        this.socket = socket;
    }

    /**
     * Reads what comes next, and waits for it no longer than Tomcat would.
     *
     * @param nanos longest wait
     * @return as {@link #doRead} does
     * @throws java.net.SocketTimeoutException when nothing comes in time
     */
    int read(ApplicationBufferHandler target, long nanos) throws IOException {
        var connection = socket.get();
        if (connection == null) {
            return body.doRead(target);
        }
        var usual = connection.getReadTimeout();
        // Rounded up: zero would be no end at all.
        var millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        connection.setReadTimeout(usual > 0 ? Math.min(usual, millis) : millis);
        try {
            return body.doRead(target);
        } finally {
            connection.setReadTimeout(usual);
        }
    }

    @Override
    public int doRead(ApplicationBufferHandler target) throws IOException {
        return body.doRead(target);
    }

    @Override
    public int available() {
        return body.available();
    }
}
