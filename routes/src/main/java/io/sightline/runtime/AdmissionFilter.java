package io.sightline.runtime;

import io.sightline.contract.Problem;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request while its body is unread, when the process has no room for it: an inference that would wait too
 * long for a permit, or any body when those in memory add up to the limit. Whoever is refused knows it at once, and a
 * crowd costs no memory.
 */
final class AdmissionFilter extends OncePerRequestFilter {
    private final Runnable requireRoomForInference;
    private final long maxBytesInFlight;
    private final long maxBytes;
    private final AtomicLong bytesInFlight = new AtomicLong();

    /**
     * @param requireRoomForInference throws when an inference would be refused now
     * @param maxBytes what a body of unknown length counts as, be it compressed or sent in chunks
     */
    AdmissionFilter(Runnable requireRoomForInference, long maxBytesInFlight, long maxBytes) {
        this.requireRoomForInference = requireRoomForInference;
        this.maxBytesInFlight = maxBytesInFlight;
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var length = length(request);
        try {
            if (isInference(request)) {
                requireRoomForInference.run();
            }
            reserve(length);
        } catch (Failure e) {
            ProblemResponse.write(request, response, Problem.of(e, null));
            // Tomcat reads on before it answers otherwise.
            response.flushBuffer();
            return;
        }
        var isAsync = false;
        try {
            chain.doFilter(request, response);
            isAsync = request.isAsyncStarted();
        } finally {
            if (!isAsync) {
                bytesInFlight.addAndGet(-length);
            }
        }
        if (isAsync) {
            request.getAsyncContext().addListener(new Release(length));
        }
    }

    /** An error of the container, such as a client that is gone, is dispatched once more. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return true;
    }

    private long length(HttpServletRequest request) {
        var length = request.getContentLengthLong();
        var isUnknown = length < 0 && request.getHeader("Transfer-Encoding") != null;
        var isCompressed = length > 0 && request.getHeader("Content-Encoding") != null;
        return isUnknown || isCompressed ? maxBytes : Math.max(length, 0);
    }

    private static boolean isInference(HttpServletRequest request) {
        var path = request.getServletPath();
        return request.getMethod().equals("POST") && (path.equals("/v1/inference") || path.endsWith("/infer"));
    }

    /** A body that is alone is let in, however large: its own limit is not of this filter. */
    private void reserve(long length) {
        var sum = bytesInFlight.addAndGet(length);
        if (length > 0 && sum > maxBytesInFlight && sum > length) {
            bytesInFlight.addAndGet(-length);
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "bodies of " + (sum - length) + " bytes are in memory, with one of " + length
                            + " it would be more than sightline.http.max-bytes-in-flight=" + maxBytesInFlight
                            + "; ask again later");
        }
    }

    private final class Release implements AsyncListener {
        private final AtomicLong length;

        Release(long length) {
            this.length = new AtomicLong(length);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            bytesInFlight.addAndGet(-length.getAndSet(0));
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
