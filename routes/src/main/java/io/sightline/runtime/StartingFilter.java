package io.sightline.runtime;

import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 until the routes are there: Tomcat listens some seconds earlier, when no path exists yet and the contract
 * does not know yet what is public.
 */
final class StartingFilter extends OncePerRequestFilter implements ApplicationListener<ApplicationStartedEvent> {
    private static final String ANSWERED = StartingFilter.class.getName() + ".answered";

    private volatile boolean started;

    /** Whether this filter has turned the request away, so that no route has seen it. */
    static boolean hasAnswered(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) != null;
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        started = true;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (started) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(ANSWERED, true);
        ProblemResponse.write(
                request,
                response,
                Problem.of(FailureCode.MODEL_NOT_SERVING, 503, "The server is starting; try again.", null));
        // Tomcat reads on before it answers otherwise.
        response.flushBuffer();
    }
}
