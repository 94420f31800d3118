package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.MediaTypes;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies before any work is done on them: too long, compressed (a few kilobytes can become gigabytes), or of a
 * kind that Camel would interpret by itself. A body without a stated length is cut off at the limit and refused behind.
 */
final class HttpLimits extends OncePerRequestFilter {
    /** What a form adds to its file; spring.servlet.multipart limits both, the file to as much as a bare body. */
    private static final long FORM_OVERHEAD = 1024 * 1024;

    private final long maxBytes;

    HttpLimits(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            chain.doFilter(request, response);
            describe(response);
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        var type =
                request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        var encoding = request.getHeader("Content-Encoding");
        var isForm = MediaTypes.isForm(type);
        if (request.getContentLengthLong() > maxBytes + (isForm ? FORM_OVERHEAD : 0)) {
            refuse(response, tooLarge(request.getContentLengthLong() + " bytes"));
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(
                    response,
                    new PermanentFailure(
                            FailureCode.UNSUPPORTED_MEDIA_TYPE, "A body with a Content-Encoding is not read."));
        } else if (type.startsWith("application/x-www-form-urlencoded")
                || type.startsWith("application/x-java-serialized-object")) {
            refuse(
                    response,
                    new PermanentFailure(
                            FailureCode.UNSUPPORTED_MEDIA_TYPE,
                            "A body of the type " + type.replaceAll("[^ -~]", "?")
                                    + " is not read; send a picture, such as image/jpeg."));
        } else {
            chain.doFilter(isForm ? request : new LimitedRequest(request), response);
        }
    }

    /** The answer of a request comes by a second dispatch. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** Camel refuses paths that it reads otherwise than Spring, such as with matrix parameters, by a bare status. */
    private static void describe(HttpServletResponse response) throws IOException {
        if (response.getStatus() >= 400 && !response.isCommitted() && response.getContentType() == null) {
            ProblemResponse.write(response, Problem.ofStatus(response.getStatus(), null));
        }
    }

    private PermanentFailure tooLarge(String size) {
        return new PermanentFailure(
                FailureCode.BODY_TOO_LARGE,
                "The body has " + size + ", more than the limit of " + maxBytes + " bytes (20 MiB).");
    }

    private static void refuse(HttpServletResponse response, PermanentFailure failure) throws IOException {
        ProblemResponse.write(response, Problem.of(failure, null));
    }

    private final class LimitedRequest extends HttpServletRequestWrapper {
        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedInput(
                    super.getInputStream(),
                    maxBytes,
                    () -> setAttribute(ContractStrategy.BODY_FAILURE, tooLarge("more than " + maxBytes + " bytes")));
        }
    }
}
