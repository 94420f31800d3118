package io.sightline.camel;

import io.sightline.contract.Problem;
import io.sightline.frame.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What comes to be known of a request while it is served, for those that report on it when it has ended: its trace, the
 * source or model that it is about, why it was refused. Filters, routes and the HTTP server itself write on the same
 * notes.
 */
public final class CallNotes {
    private static final String KEY = "sightline.notes";

    private final TraceContext trace;
    private volatile @Nullable String source;
    private volatile @Nullable String model;
    private volatile @Nullable String code;

    private CallNotes(TraceContext trace) {
        this.trace = trace;
    }

    /** The notes on a request. Who asks first begins them, with the trace that the request came with or a new one. */
    public static CallNotes of(HttpServletRequest request) {
        if (request.getAttribute(KEY) instanceof CallNotes notes) {
            return notes;
        }
        var notes = new CallNotes(TraceContext.of(Optional.ofNullable(request.getHeader(RequestTrace.HEADER))));
        request.setAttribute(KEY, notes);
        return notes;
    }

    /** The notes on the request of an exchange; nothing for one that no request has begun. */
    static Optional<CallNotes> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(KEY, CallNotes.class));
    }

    /** Begins the notes on a request whose trace somebody knows better than its head does. */
    public static void begin(HttpServletRequest request, TraceContext trace) {
        request.setAttribute(KEY, new CallNotes(trace));
    }

    void follow(Exchange exchange) {
        exchange.setProperty(KEY, this);
    }

    public TraceContext trace() {
        return trace;
    }

    /** Notes the id of the source that is asked for, be it permitted or not. */
    public void about(String sourceId) {
        source = sourceId;
    }

    /** Notes the name of the model that is to be changed. */
    public void aboutModel(String name) {
        model = name;
    }

    /** Notes why the request is refused, and gives the problem the trace's id. */
    public Problem refused(Problem problem) {
        code = problem.code();
        return problem.tracedBy(trace.traceId());
    }

    /** As it was asked for: a text of a client. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** As it was asked for: a text of a client. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Name of a {@link io.sightline.failure.FailureCode}; nothing when nobody has said why. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
