package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.security.Caller;
import io.sightline.security.ClientRate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a client sends beyond its rate, while the body is unread, and tells every client where it stands, in the
 * headers of the IETF's draft "RateLimit header fields for HTTP".
 */
final class ClientRateFilter extends OncePerRequestFilter {
    private final ClientRate rate;
    private final String policy;

    ClientRateFilter(ClientRate rate) {
        this.rate = rate;
        this.policy =
                "\"client\";q=%d;w=%d".formatted(rate.requests(), rate.period().toSeconds());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = ContractStrategy.callerOf(request);
        if (caller.isPresent() && !isPermitted(caller.get(), response)) {
            var problem = Problem.of(FailureCode.TOO_MANY_REQUESTS, 429, refusal(caller.get()), null);
            ProblemResponse.write(request, response, problem);
            // Tomcat reads on before it answers otherwise.
            response.flushBuffer();
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isPermitted(Caller caller, HttpServletResponse response) {
        var verdict = rate.take(caller.clientId());
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader(
                "RateLimit", "\"client\";r=%d;t=%d".formatted(verdict.remaining(), seconds(verdict.reset())));
        if (!verdict.permitted()) {
            response.setHeader("Retry-After", Long.toString(seconds(verdict.next())));
        }
        return verdict.permitted();
    }

    private String refusal(Caller caller) {
        return "client %s has sent more than %d requests in %d s; wait as long as Retry-After says (sightline.http.client-rate)"
                .formatted(caller.clientId(), rate.requests(), rate.period().toSeconds());
    }

    /** Rounded up: who comes back after that is let in. */
    private static long seconds(Duration time) {
        return time.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
