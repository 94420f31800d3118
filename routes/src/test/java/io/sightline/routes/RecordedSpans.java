package io.sightline.routes;

import io.sightline.frame.TraceContext;
import io.sightline.trace.Span;
import io.sightline.trace.SpanKind;
import io.sightline.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps the spans that have ended, in memory. */
final class RecordedSpans implements Tracer {
    private static final String NEW_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    final List<Recorded> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();

    @Override
    public Span begin(@Nullable TraceContext parent, SpanKind kind, String name) {
        var trace = parent == null ? NEW_TRACE : parent.traceId();
        var context = new TraceContext("00-%s-%016x-01".formatted(trace, begun.incrementAndGet()));
        return new Recorded(name, kind, parent, context, new ConcurrentHashMap<>(), ended);
    }

    /** The only span of this name. */
    Recorded only(String name) {
        var found = ended.stream().filter(span -> span.name.equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one but " + found.size() + " of " + name + " among " + ended);
        }
        return found.get(0);
    }

    record Recorded(
            String name,
            SpanKind kind,
            @Nullable TraceContext parent,
            TraceContext context,
            Map<String, Object> attributes,
            List<Recorded> ended)
            implements Span {
        @Override
        public Span with(String key, String value) {
            attributes.put(key, value);
            return this;
        }

        @Override
        public Span with(String key, long value) {
            attributes.put(key, value);
            return this;
        }

        @Override
        public void fail(String type) {
            attributes.put("error.type", type);
        }

        @Override
        public void end() {
            ended.add(this);
        }

        @Override
        public String toString() {
            return name + attributes;
        }
    }
}
