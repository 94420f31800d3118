package io.sightline.runtime;

import io.sightline.contract.ContractParameter;
import io.sightline.contract.PercentEncoding;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Refuses what Spring would fail to read, such as a Content-Type that is none: on a path that does not exist it would
 * end as a failure of the server. What others would read otherwise, such as two of them, is refused too.
 */
final class ReadableRequestFilter extends OncePerRequestFilter {
    /** The root of an API alone may end so; Camel would serve every other path by both spellings. */
    private static final Pattern SLASH_TOO_MANY = Pattern.compile("/v[12]/.+/", Pattern.DOTALL);

    private static final Map<String, Pattern> EXTENSIONS = Map.of(
            "model_repository(load, unload)", Pattern.compile("/v2/repository/models/[^/]+/(load|unload)"),
            "statistics", Pattern.compile("/v2/models/([^/]+/(versions/[^/]+/)?)?stats"),
            "shared_memory", Pattern.compile("/v2/(system|cuda)sharedmemory/.*"));

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            requirePath(request);
            requireExtension(request.getServletPath());
            requireOnce(request, "Content-Type");
            requireOnce(request, "Content-Encoding");
            requireContentType(request.getHeader("Content-Type"));
        } catch (PermanentFailure e) {
            ProblemResponse.write(request, response, Problem.of(e));
            return;
        }
        chain.doFilter(request, response);
    }

    /**
     * Tomcat resolves dots, and leaves out parameters of segments and empty ones; Spring and Camel do not. What is a
     * path to the one and none to the other is none.
     */
    private static void requirePath(HttpServletRequest request) {
        String path;
        try {
            ServletRequestPathUtils.parseAndCache(request);
            path = PercentEncoding.decode(request.getRequestURI())
                    .orElseThrow(() -> new PermanentFailure(
                            FailureCode.INVALID_PARAMETER,
                            "The path is no UTF-8, was " + ContractParameter.quote(request.getRequestURI())
                                    + "; send the bytes of UTF-8, each as %XX."));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(FailureCode.INVALID_PARAMETER, "The path is not encoded correctly.", e);
        }
        if (!path.equals(request.getServletPath())) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND,
                    "There is nothing at this path, in which ; and the parts . and .. have no meaning and none is empty;"
                            + " see /v1/openapi.yaml.");
        }
        if (SLASH_TOO_MANY.matcher(path).matches()) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND,
                    "There is nothing at this path, which ends with a slash; ask for "
                            + ContractParameter.quote(path.substring(0, path.length() - 1)) + ".");
        }
    }

    /** What clients of Triton know and this server has not: their path would be taken for a model, or for none. */
    private static void requireExtension(String path) {
        var extension = EXTENSIONS.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(path).matches())
                .findFirst();
        if (extension.isPresent()) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND,
                    "The server has no extension " + extension.get().getKey()
                            + "; GET /v2 lists those that it has. Its models are those of sightline.models at start-up.");
        }
    }

    /** Whoever stands in front may have judged by the other one. */
    private static void requireOnce(HttpServletRequest request, String header) {
        var count = Collections.list(request.getHeaders(header)).size();
        if (count > 1) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER, "The header " + header + " is given " + count + " times.");
        }
    }

    private static void requireContentType(@Nullable String type) {
        if (type != null && !type.isEmpty() && !isOne(type)) {
            throw new PermanentFailure(
                    FailureCode.UNSUPPORTED_MEDIA_TYPE,
                    "The Content-Type " + ContractParameter.quote(type) + " names no media type.");
        }
    }

    private static boolean isOne(String type) {
        try {
            return MediaType.parseMediaType(type).isConcrete();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
