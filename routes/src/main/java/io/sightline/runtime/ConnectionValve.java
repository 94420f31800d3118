package io.sightline.runtime;

import io.sightline.camel.AnswerConnection;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Gives a request the connection that its answer goes out on: a servlet's own means end every answer properly. */
final class ConnectionValve extends ValveBase {
    ConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!request.isAsyncDispatching()) {
            request.setAttribute(AnswerConnection.ATTRIBUTE, new TomcatConnection(request, response));
        }
        getNext().invoke(request, response);
    }

    private record TomcatConnection(Request request, Response response) implements AnswerConnection {
        @Override
        public void keepOpen() {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().setTimeout(0);
            }
        }

        @Override
        public void cut() {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }
}
