package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractParameter;
import io.sightline.contract.ErrorForm;
import io.sightline.contract.MediaTypes;
import io.sightline.contract.Problem;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.protocol.RequestReader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies before any work is done on them: too long, compressed where no operation inflates them with a limit,
 * or of a kind that Camel would interpret by itself. A body without a stated length is cut off at the limit and refused
 * behind.
 *
 * <p>Under {@code /v2} bodies may be compressed, and what calls itself a form is none: curl says so of any file.
 */
final class HttpLimits extends OncePerRequestFilter {
    /** What a form adds to its file; spring.servlet.multipart limits both, the file to as much as a bare body. */
    private static final long FORM_OVERHEAD = 1024 * 1024;

    private final long maxBytes;
    private final Function<HttpServletRequest, List<String>> reads;
    private final Consumer<HttpServletRequest> authenticate;

    /**
     * @param reads media types that the operation of a request reads; none where it reads no body, or where there is no
     *     operation
     * @param authenticate finds out who sends a request to an API; throws when nobody may know
     */
    HttpLimits(
            long maxBytes,
            Function<HttpServletRequest, List<String>> reads,
            Consumer<HttpServletRequest> authenticate) {
        this.maxBytes = maxBytes;
        this.reads = reads;
        this.authenticate = authenticate;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            chain.doFilter(request, response);
            describe(request, response);
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        var type =
                request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        var encoding = request.getHeader("Content-Encoding");
        var isForm = MediaTypes.isForm(type);
        var isOpenInference = ErrorForm.at(request.getServletPath()) == ErrorForm.OPEN_INFERENCE;
        if (request.getContentLengthLong() > maxBytes + (isForm ? FORM_OVERHEAD : 0)) {
            refuse(request, response, tooLarge(request, request.getContentLengthLong() + " bytes, more than"));
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity") && !isOpenInference) {
            refuse(
                    request,
                    response,
                    new PermanentFailure(
                            FailureCode.UNSUPPORTED_MEDIA_TYPE,
                            "A body with the Content-Encoding " + ContractParameter.quote(encoding)
                                    + " is not read here; send the picture as it is, without that header."));
        } else if ((type.startsWith(LateBody.URL_ENCODED) && !isOpenInference)
                // Of a stranger's form Spring would write the files to disk before anybody has looked at it.
                || (isForm && !isOfApi(request))
                || type.startsWith("application/x-java-serialized-object")) {
            refuse(
                    request,
                    response,
                    new PermanentFailure(
                            FailureCode.UNSUPPORTED_MEDIA_TYPE,
                            "A body of the type " + ContractParameter.quote(type) + " is not read here"
                                    + (isOfApi(request) ? advice(reads.apply(request)) : "; send the content as it is")
                                    + "."));
        } else {
            chain.doFilter(isForm ? request : new LimitedRequest(request), response);
        }
    }

    private static String advice(List<String> types) {
        return types.isEmpty()
                ? "; send none, parameters stand in the query"
                : "; send Content-Type: " + String.join(", or ", types);
    }

    private static boolean isOfApi(HttpServletRequest request) {
        var path = request.getServletPath();
        return path.startsWith("/v1/") || path.startsWith("/v2/");
    }

    /** The answer of a request comes by a second dispatch. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** Camel refuses paths that it reads otherwise than Spring, such as with matrix parameters, by a bare status. */
    private static void describe(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.getStatus() >= 400 && !response.isCommitted() && response.getContentType() == null) {
            var detail = response.getStatus() == 404 ? "There is nothing at this path; see /v1/openapi.yaml." : null;
            ProblemResponse.write(request, response, Problem.ofStatus(response.getStatus(), detail));
        }
    }

    private PermanentFailure tooLarge(HttpServletRequest request, String size) {
        var advice = mayBeJson(request) ? " " + RequestReader.SMALLER : "";
        return new PermanentFailure(
                FailureCode.BODY_TOO_LARGE,
                "The body has " + size + " the limit of " + maxBytes + " bytes (20 MiB)." + advice);
    }

    /** A tensor of five megabytes is beyond the limit when it is written in digits. */
    private static boolean mayBeJson(HttpServletRequest request) {
        var type = request.getContentType();
        return ErrorForm.at(request.getServletPath()) == ErrorForm.OPEN_INFERENCE
                && request.getHeader("Inference-Header-Content-Length") == null
                && (type == null || !type.toLowerCase(Locale.ROOT).startsWith("image/"));
    }

    /** Without a valid token that is why, as for any other request; with one it is known who was refused. */
    private void refuse(HttpServletRequest request, HttpServletResponse response, PermanentFailure failure)
            throws IOException {
        Failure reason = failure;
        if (isOfApi(request)) {
            try {
                authenticate.accept(request);
            } catch (Failure e) {
                reason = e;
            }
        }
        ProblemResponse.write(request, response, Problem.of(reason));
    }

    private final class LimitedRequest extends HttpServletRequestWrapper {
        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        /**
         * Of our own operations ContractStrategy tells the failure; the route of an integrator is told by the stream.
         */
        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedInput(super.getInputStream(), maxBytes, () -> {
                var failure = tooLarge(this, "more than");
                setAttribute(ContractStrategy.BODY_FAILURE, failure);
                if (!isOfApi(this)) {
                    throw failure;
                }
            });
        }

        @Override
        public BufferedReader getReader() throws IOException {
            var encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(
                    getInputStream(), encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        }
    }
}
