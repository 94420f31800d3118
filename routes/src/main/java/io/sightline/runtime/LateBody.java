package io.sightline.runtime;

import io.sightline.contract.MediaTypes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leaves a body to {@link io.sightline.camel.ContractStrategy}, which reads it in one piece once the request is
 * authorized. Camel would copy it into memory before that and find forms in it; here it sees neither length nor
 * parameters. Forms with files are left to Spring, which puts them on disk.
 */
final class LateBody extends OncePerRequestFilter {
    /** What curl calls any file. */
    static final String URL_ENCODED = "application/x-www-form-urlencoded";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(MediaTypes.isForm(request.getContentType()) ? request : new BodyKeptBack(request), response);
    }

    private static final class BodyKeptBack extends UntouchedRequest {
        BodyKeptBack(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getContentType() {
            var type = super.getContentType();
            return type != null && type.toLowerCase(Locale.ROOT).startsWith(URL_ENCODED)
                    ? "application/octet-stream"
                    : type;
        }
    }
}
