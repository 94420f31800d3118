package io.sightline.runtime;

import io.sightline.camel.CallNotes;
import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractPaths;
import io.sightline.frame.TraceContext;
import io.sightline.trace.Span;
import io.sightline.trace.SpanKind;
import io.sightline.trace.Tracer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Makes a span of each call, from its head to the end of its answer, and lets whatever it causes be a part of that.
 * Neither the path as it was asked for, nor query, headers or bodies are in it.
 */
final class TraceValve extends ValveBase implements AccessLog {
    private static final String SPAN = TraceValve.class.getName() + ".span";

    private final Tracer tracer;
    private final ContractStrategy contract;

    TraceValve(Tracer tracer, ContractStrategy contract) {
        super(true);
        this.tracer = tracer;
        this.contract = contract;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // Tomcat comes here again when a thread of its own goes on with a call.
        if (request.getAttribute(SPAN) == null) {
            begin(request);
        }
        getNext().invoke(request, response);
    }

    private void begin(Request request) {
        var came = TraceContext.read(Optional.ofNullable(request.getHeader("traceparent")));
        var operation = contract.find(request);
        // A method that no contract has may be any text of a client.
        var method = operation.isPresent() ? request.getMethod() : "_OTHER";
        var template = operation.map(ContractPaths.Found::template);
        var name = template.map(path -> method + " " + path).orElse("HTTP");
        var span = tracer.begin(came.orElse(null), SpanKind.SERVER, name).with("http.request.method", method);
        template.ifPresent(path -> span.with("http.route", path));
        CallNotes.begin(request, span.context());
        request.setAttribute(SPAN, span);
    }

    @Override
    public void log(Request request, Response response, long time) {
        if (request.getAttribute(SPAN) instanceof Span span) {
            var status = response.getStatus();
            span.with("http.response.status_code", status);
            CallNotes.of(request).source().ifPresent(source -> span.with("sightline.source.id", source));
            if (status >= 500) {
                span.fail(CallNotes.of(request).code().orElse(String.valueOf(status)));
            }
            span.end();
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // Nothing of an address is said.
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
