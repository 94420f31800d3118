package io.sightline.runtime;

import io.sightline.contract.ErrorForm;
import io.sightline.contract.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers in the form of its API what is refused before it reaches Spring or Camel. */
final class ProblemResponse {
    private ProblemResponse() {}

    static void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        var form = ErrorForm.at(path(request));
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(form.mediaType());
        response.getOutputStream().write(form.body(problem));
    }

    private static String path(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed) {
            return failed;
        }
        // What Tomcat refuses by itself may have no decoded path yet.
        return request.getServletPath() == null || request.getServletPath().isEmpty()
                ? request.getRequestURI()
                : request.getServletPath();
    }
}
