package io.sightline.runtime;

import io.sightline.contract.ErrorForm;
import io.sightline.contract.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * The last resort: answers in the form of its API whatever ends with an error status and no body, such as a request
 * that Tomcat itself refuses. Public because Tomcat makes it by its name.
 */
public final class ProblemReportValve extends ErrorReportValve {
    /** Tomcat tells nobody what it did not like; these are all that it looks at before a request is one. */
    private static @Nullable String detail(int status) {
        return switch (status) {
            case 400 ->
                "The request cannot be read: look at its path and query (what is no letter, digit or one of -._~ is"
                        + " encoded as %XX, brackets and braces too; a path holds no %2F, %5C and %00), at Host, which is"
                        + " given once, at its Content-Length and at its headers, which are at most 100, have at most"
                        + " 8 KB together and hold no control characters.";
            case 417 -> "The header Expect asks for something that is not known here; 100-continue is the only one.";
            case 501 -> "The method, or the Transfer-Encoding, is none that is known here; chunked is the only one.";
            case 505 -> "The version of HTTP is none that is spoken here; HTTP/1.1 is.";
            default -> null;
        };
    }

    /**
     * A target with a character that none may hold is kept nowhere but in the message of what it failed with, in
     * brackets.
     */
    private static @Nullable String quotedTarget(@Nullable Throwable thrown) {
        var message = thrown == null ? null : thrown.getMessage();
        return message == null ? null : message.substring(message.indexOf('[') + 1);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setHeader("X-Content-Type-Options", "nosniff");
            var problem = Problem.ofStatus(response.getStatus(), detail(response.getStatus()));
            if (request.getRequestURI() == null) {
                ProblemResponse.write(request, response, problem, ErrorForm.at(quotedTarget(throwable)));
            } else {
                ProblemResponse.write(request, response, problem);
            }
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
