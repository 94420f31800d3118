package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.Problem;
import io.sightline.failure.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request while its body is unread, when the process has no room for it: an inference that would wait too
 * long for a permit, or any body when those in memory add up to the limit. Whoever is refused knows it at once, and a
 * crowd costs no memory. What a body takes beyond its stated length, be it compressed or sent in chunks, is reserved
 * while it is read.
 */
final class AdmissionFilter extends OncePerRequestFilter {
    private final Runnable requireRoomForInference;
    private final BytesInFlight bytesInFlight;

    /** @param requireRoomForInference throws when an inference would be refused now */
    AdmissionFilter(Runnable requireRoomForInference, long maxBytesInFlight) {
        this.requireRoomForInference = requireRoomForInference;
        this.bytesInFlight = new BytesInFlight(maxBytesInFlight);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var reservation = bytesInFlight.reservation();
        try {
            if (isInference(request)) {
                requireRoomForInference.run();
            }
            reservation.accept(request.getContentLengthLong());
        } catch (Failure e) {
            ProblemResponse.write(request, response, Problem.of(e));
            // Tomcat reads on before it answers otherwise.
            response.flushBuffer();
            return;
        }
        request.setAttribute(ContractStrategy.BODY_ROOM, reservation);
        var isAsync = false;
        try {
            chain.doFilter(request, response);
            isAsync = request.isAsyncStarted();
        } finally {
            if (!isAsync) {
                reservation.release();
            }
        }
        if (isAsync) {
            request.getAsyncContext().addListener(reservation);
        }
    }

    private static boolean isInference(HttpServletRequest request) {
        var path = request.getServletPath();
        return request.getMethod().equals("POST") && (path.equals("/v1/inference") || path.endsWith("/infer"));
    }
}
