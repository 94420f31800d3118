package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.security.Caller;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Gives every body an end, a form's too: Tomcat bounds only the wait for the next byte, so that a trickle would hold a
 * thread and memory for days. A body that is being read is cut off after its time and refused behind; so is one that
 * cannot be read on, and one that finds too many others being waited for.
 */
final class SlowBodyValve extends ValveBase {
    private final Duration longest;
    private final AwaitedBodies awaited;

    /** @param longest from the first to the last byte that is read of a body */
    SlowBodyValve(Duration longest, AwaitedBodies awaited) {
        super(true);
        this.longest = longest;
        this.awaited = awaited;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var body = request.getCoyoteRequest();
        if (!request.isAsyncDispatching()) {
            // Tomcat uses its request again for the next one of the connection.
            var known = body.getInputBuffer();
            var original = known instanceof TimedInput timed ? timed.body() : known;
            body.setInputBuffer(new TimedInput(original, longest, awaited, () -> client(request), failure -> {
                request.setAttribute(ContractStrategy.BODY_FAILURE, failure);
                // Where the next request of the connection begins nobody can know.
                response.setHeader("Connection", "close");
            }));
        }
        getNext().invoke(request, response);
    }

    private static String client(Request request) {
        return ContractStrategy.callerOf(request).map(Caller::clientId).orElse("");
    }
}
