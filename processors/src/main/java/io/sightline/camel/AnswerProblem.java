package io.sightline.camel;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Answers what a route outside of the contracts failed with as the API answers it: problem+json with the status of its
 * code, and no more of a failure that is not ours than the trace id by which it is in the log. For {@code onException}.
 */
public final class AnswerProblem implements Processor {
    private final ProblemAnswer problems = new ProblemAnswer();

    @Override
    public void process(Exchange exchange) {
        if (exchange.getProperty(Keys.TRACE) == null
                && exchange.getMessage().getHeader(ContractRequest.SERVLET_REQUEST)
                        instanceof HttpServletRequest request) {
            RequestTrace.begin(exchange, request);
        }
        problems.answer(exchange, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }
}
