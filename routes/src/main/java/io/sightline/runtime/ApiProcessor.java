package io.sightline.runtime;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Serves a connection: closes it when the head of a request takes too long, and lets those who read a body say how long
 * they wait. Tomcat bounds only the wait for the next byte of a head, which holds no thread but a connection.
 */
final class ApiProcessor extends Http11Processor {
    /** Of a request of which no byte has come. */
    private static final long NOT_BEGUN = -1;

    private final Duration longestHead;

    ApiProcessor(ApiProtocol protocol, Adapter adapter, Duration longestHead) {
        super(protocol, adapter);
        this.longestHead = longestHead;
        request.setInputBuffer(new SocketInput(request.getInputBuffer(), this::getSocketWrapper));
    }

    /** Called for each piece of a head that comes. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        var begun = request.getStartTimeNanos();
        if (begun != NOT_BEGUN && System.nanoTime() - begun > longestHead.toNanos()) {
            return SocketState.CLOSED;
        }
        return super.service(socket);
    }
}
