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
    private volatile boolean started;

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
        ProblemResponse.write(
                request,
                response,
                Problem.of(FailureCode.MODEL_NOT_SERVING, 503, "The server is starting; try again.", null));
        // Tomcat reads on before it answers otherwise.
        response.flushBuffer();
    }
}
