package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the contract's methods pass at the contract's paths. Every other method is refused at them, HEAD and OPTIONS
 * included: Spring would answer those by itself, with methods that nobody has described. The docs page can be read.
 *
 * <p>TRACE is refused at every path. Tomcat does so before any filter and names methods of its own; the page about it,
 * for which it asks Spring, passes here.
 */
final class MethodFilter extends OncePerRequestFilter {
    private static final String TRACE = "TRACE";
    private static final String DOCS = "/docs";
    private static final List<String> READS = List.of("GET", "HEAD");

    private final ContractStrategy contract;

    MethodFilter(ContractStrategy contract) {
        this.contract = contract;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var listed = methods(failed instanceof String path ? path : request.getServletPath());
        if (request.getMethod().equals(TRACE)) {
            refuse(request, response, listed.isEmpty() ? List.of("GET") : listed);
        } else if (failed != null) {
            chain.doFilter(request, response);
        } else if (listed.isEmpty() || listed.contains(request.getMethod())) {
            passOn(request, response, chain);
        } else {
            refuse(request, response, listed);
        }
    }

    private List<String> methods(String path) {
        return path.equals(DOCS) || path.startsWith(DOCS + "/") ? READS : contract.methods(path);
    }

    /** Camel finds an operation by the path as it was sent: letters that are encoded are none to it. */
    private void passOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sent = request.getRequestURI();
        if (contract.methods(request.getServletPath()).isEmpty()
                || sent.equals(request.getServletPath())
                || !contract.methods(sent).isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ProblemResponse.write(
                request,
                response,
                Problem.ofStatus(
                        404, "There is nothing at this path: what need not be encoded is not; see /v1/openapi.yaml."));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, List<String> listed)
            throws IOException {
        var methods = String.join(", ", listed);
        response.setHeader("Allow", methods);
        response.setHeader("X-Content-Type-Options", "nosniff");
        ProblemResponse.write(
                request,
                response,
                Problem.ofStatus(
                        405, "This path has no method but " + methods + ", in capital letters; see /v1/openapi.yaml."));
    }
}
