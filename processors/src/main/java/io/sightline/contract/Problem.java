package io.sightline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refused request, as RFC 9457 describes it.
 *
 * @param type always {@code about:blank}: the code says what a type would
 * @param title the same for every occurrence of the code
 * @param status HTTP status
 * @param detail names the thing, its value and the rule
 * @param code stable name, see {@link FailureCode}
 * @param traceId finds the request in logs and in the client's own trace; null only until it is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        @Nullable String traceId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** What a 401 asks for where no token was sent: that none is invalid (RFC 6750, 3.1). */
    public static final String CHALLENGE = "Bearer realm=\"sightline\"";

    /** The same where what is sent is signed, and no token is asked for. */
    private static final String SIGNATURE_CHALLENGE = "Signature realm=\"sightline\"";

    private static final JsonMapper JSON = new JsonMapper();

    /** The problem that a failure is to a client. */
    public static Problem of(Failure failure) {
        return of(failure.code(), failure.code().httpStatus(), failure.getMessage(), null);
    }

    /** A problem with a status of its own, such as one that the HTTP server has decided. */
    public static Problem of(FailureCode code, int status, @Nullable String detail, @Nullable String traceId) {
        return new Problem("about:blank", code.title(), status, detail, code.name(), traceId);
    }

    /** The problem that a bare HTTP status amounts to. */
    public static Problem ofStatus(int status, @Nullable String detail) {
        var code =
                switch (status) {
                    case 401 -> FailureCode.UNAUTHENTICATED;
                    case 403 -> FailureCode.FORBIDDEN;
                    case 404 -> FailureCode.NOT_FOUND;
                    case 405 -> FailureCode.METHOD_NOT_ALLOWED;
                    case 406 -> FailureCode.NOT_ACCEPTABLE;
                    case 408 -> FailureCode.BODY_TOO_SLOW;
                    case 413 -> FailureCode.BODY_TOO_LARGE;
                    case 415 -> FailureCode.UNSUPPORTED_MEDIA_TYPE;
                    case 416 -> FailureCode.RANGE_NOT_SATISFIABLE;
                    case 429 -> FailureCode.TOO_MANY_REQUESTS;
                    case 503 -> FailureCode.OVERLOADED;
                    case 501, 505 -> FailureCode.INVALID_PARAMETER;
                    default -> status < 500 ? FailureCode.INVALID_PARAMETER : FailureCode.UNEXPECTED_FAILURE;
                };
        return of(code, status, detail, null);
    }

    /** The same, with a trace unless it has one. */
    public Problem tracedBy(String trace) {
        return traceId == null ? new Problem(type, title, status, detail, code, trace) : this;
    }

    /** Headers that belong to an answer of this status, besides those of its body. */
    public Map<String, String> headers() {
        return switch (status) {
            case 401 ->
                Map.of(
                        "WWW-Authenticate",
                        code.equals(FailureCode.SIGNATURE_INVALID.name())
                                ? SIGNATURE_CHALLENGE
                                : CHALLENGE + ", error=\"invalid_token\"");
            case 503 -> Map.of("Retry-After", "1");
            default -> Map.of();
        };
    }

    /** The body of the answer. */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of text and numbers can always be written", e);
        }
    }
}
