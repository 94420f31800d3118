package io.sightline.trace;

import io.sightline.frame.TraceContext;

/** A part of a trace, from when it was begun. */
public interface Span {
    /** What is handed on to whoever works on behalf of the span: its trace and itself as the parent. */
    TraceContext context();

    /** Says something about the span; ids and sizes, never a payload or a secret. */
    Span with(String key, String value);

    /** The same of a number. */
    Span with(String key, long value);

    /**
     * The span has failed.
     *
     * @param type of few values, such as a {@link io.sightline.failure.FailureCode}; no message
     */
    void fail(String type);

    /** The span is over; what is said of it afterwards is lost. */
    void end();
}
