package io.sightline.runtime;

import io.sightline.camel.CallNotes;
import io.sightline.contract.ErrorForm;
import io.sightline.contract.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers in the form of its API what is refused before it reaches Spring or Camel. */
final class ProblemResponse {
    private ProblemResponse() {}

    static void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        write(request, response, problem, ErrorForm.at(path(request)));
    }

    static void write(HttpServletRequest request, HttpServletResponse response, Problem problem, ErrorForm form)
            throws IOException {
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED && request.getHeader("Authorization") == null) {
            response.setHeader("WWW-Authenticate", Problem.CHALLENGE);
        }
        response.setContentType(form.mediaType());
        response.getOutputStream().write(form.body(CallNotes.of(request).refused(problem)));
    }

    private static @Nullable String path(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed) {
            return failed;
        }
        return requested(request);
    }

    /** The path that was asked for; what the HTTP server itself refuses may have no decoded one. */
    static @Nullable String requested(HttpServletRequest request) {
        var path = request.getServletPath();
        return path == null || path.isEmpty() ? request.getRequestURI() : path;
    }
}
