package io.sightline.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 as Tomcat speaks it, with an end to every wait for a client: for the head of a request, for each part of its
 * body and for what is left of a body when its request is answered. Public because Tomcat makes it by its name.
 */
public final class ApiProtocol extends Http11NioProtocol {
    /** Each keeps a thread that could serve somebody, for politeness only. */
    private static final int MOST_RESTS = 16;

    private final Semaphore rests = new Semaphore(MOST_RESTS);
    private Duration longestHead = Duration.ofSeconds(20);
    private Duration longestRest = Duration.ofSeconds(5);

    /** @param longest from the first to the last byte of the head of a request */
    void setLongestHead(Duration longest) {
        longestHead = longest;
    }

    /** @param longest how long the rest of a body is read on whose request is answered */
    void setLongestRest(Duration longest) {
        longestRest = longest;
    }

    @Override
    protected Processor createProcessor() {
        return new ApiProcessor(this, new ReadOnAdapter(getAdapter(), longestRest, rests), longestHead);
    }
}
