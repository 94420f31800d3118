package io.sightline.runtime;

import io.sightline.contract.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with a problem what is refused before it reaches Spring or Camel. */
final class ProblemResponse {
    private ProblemResponse() {}

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(problem.json());
    }
}
