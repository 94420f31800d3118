package io.sightline.trace;

import io.sightline.frame.TraceContext;
import org.jspecify.annotations.Nullable;

/** Begins spans. What becomes of them never delays or fails whoever began them. */
@FunctionalInterface
public interface Tracer {
    /**
     * Begins a span.
     *
     * @param parent what the span is a part of; null when it begins a trace of its own
     * @param name of few values, whatever a client sends
     */
    Span begin(@Nullable TraceContext parent, SpanKind kind, String name);
}
