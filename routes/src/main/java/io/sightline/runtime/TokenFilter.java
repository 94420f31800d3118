package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.MediaTypes;
import io.sightline.contract.Problem;
import io.sightline.failure.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request without a valid access token before Spring and Camel look at it: nobody unknown may take their
 * threads and memory, and what is at no path is told to nobody unknown. Scopes are judged by {@link ContractStrategy}.
 * A public operation gets no body, or a short one where it reads one.
 */
final class TokenFilter extends OncePerRequestFilter {
    private final ContractStrategy contract;

    TokenFilter(ContractStrategy contract) {
        this.contract = contract;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean known;
        try {
            known = contract.authenticate(request);
        } catch (Failure e) {
            ProblemResponse.write(request, response, Problem.of(e));
            return;
        }
        if (known) {
            chain.doFilter(request, response);
        } else if (!readsBody(request)) {
            // What is sent all the same is not to be read either.
            chain.doFilter(new BodilessRequest(request), response);
        } else if (request.getContentLengthLong() > BriefRequest.MOST_BYTES) {
            ProblemResponse.write(
                    request,
                    response,
                    Problem.of(BriefRequest.tooLong(request.getContentLengthLong() + " bytes, more")));
        } else {
            chain.doFilter(new BriefRequest(request), response);
        }
    }

    /** Of a form Spring would write the files to disk before anybody has looked at its signature. */
    private boolean readsBody(HttpServletRequest request) {
        return !MediaTypes.isForm(request.getContentType())
                && contract.find(request)
                        .filter(found -> !found.operation().reads().isEmpty())
                        .isPresent();
    }
}
