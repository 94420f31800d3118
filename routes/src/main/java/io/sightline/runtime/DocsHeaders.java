package io.sightline.runtime;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers what the docs page may do: run the scripts of this server, talk to it and to the server that gives
 * tokens, show pictures that it was answered, and nothing else. Nobody may frame it, and no address that a code came by
 * is told on.
 */
final class DocsHeaders extends OncePerRequestFilter {
    private final String policy;

    /** @param tokenServer origin of the server that gives tokens, such as {@code https://keycloak.example.org} */
    DocsHeaders(Optional<String> tokenServer) {
        this.policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: blob:",
                "connect-src 'self'" + tokenServer.map(origin -> " " + origin).orElse(""),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Referrer-Policy", "no-referrer");
        chain.doFilter(request, response);
    }
}
