package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** Finds the access token of a request or exchange, and sees to it that no later step finds it on the message. */
final class BearerToken {
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /**
     * The token, taken off the message.
     *
     * @throws PermanentFailure UNAUTHENTICATED when there is none, or more than one
     */
    static String take(Exchange exchange) {
        var message = exchange.getMessage();
        var carried = message.removeHeader(HEADER);
        if (message.getHeader(ContractRequest.SERVLET_REQUEST) instanceof HttpServletRequest request) {
            exchange.setProperty(ProblemAnswer.NO_TOKEN, request.getHeader(HEADER) == null);
            return of(request);
        }
        if (carried == null) {
            exchange.setProperty(ProblemAnswer.NO_TOKEN, true);
        }
        return only(carried == null ? List.of() : List.of(carried.toString()));
    }

    /**
     * The token of a request, whose body stays unread.
     *
     * @throws PermanentFailure UNAUTHENTICATED when there is none, or more than one
     */
    static String of(HttpServletRequest request) {
        return only(Collections.list(request.getHeaders(HEADER)));
    }

    private static String only(List<String> values) {
        if (values.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.UNAUTHENTICATED, "There is no access token: send Authorization: Bearer <token>.");
        }
        var value = values.get(0);
        if (values.size() > 1 || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new PermanentFailure(
                    FailureCode.UNAUTHENTICATED, "Send one header Authorization of the form Bearer <token>.");
        }
        return value.substring(SCHEME.length()).strip();
    }
}
