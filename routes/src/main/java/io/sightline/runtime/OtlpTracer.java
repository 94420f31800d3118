package io.sightline.runtime;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sightline.frame.TraceContext;
import io.sightline.trace.Span;
import io.sightline.trace.SpanKind;
import io.sightline.trace.Tracer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Spans as OpenTelemetry makes them. Nothing is kept in threads or globally: each span is told its parent. */
final class OtlpTracer implements Tracer, AutoCloseable {
    private static final int LONGEST_TEXT = 512;
    private static final long LONGEST_END_SECONDS = 10;

    private final SdkTracerProvider provider;
    private final io.opentelemetry.api.trace.Tracer spans;

    /**
     * @param ended is given each span that is to be sent
     * @param ratio share of the traces that begin here that are sent, 0 to 1
     */
    OtlpTracer(SpanProcessor ended, double ratio, String version) {
        provider = SdkTracerProvider.builder()
                .addSpanProcessor(ended)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_TEXT)
                        .build())
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "sightline")
                        .put("service.version", version)
                        .put("service.instance.id", ProcessName.unique())
                        .build()))
                .build();
        spans = provider.get("io.sightline", version);
    }

    @Override
    public Span begin(@Nullable TraceContext parent, SpanKind kind, String name) {
        var root = Context.root();
        var span = spans.spanBuilder(name)
                .setSpanKind(io.opentelemetry.api.trace.SpanKind.valueOf(kind.name()))
                .setParent(parent == null ? root : root.with(io.opentelemetry.api.trace.Span.wrap(remote(parent))))
                .startSpan();
        return new Begun(span, context(span.getSpanContext(), parent));
    }

    /** Sends what waits, as far as the collector takes it. */
    @Override
    public void close() {
        provider.shutdown().join(LONGEST_END_SECONDS, TimeUnit.SECONDS);
    }

    private static SpanContext remote(TraceContext parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** After the end no span has ids: what still goes on is in the trace that it came with, or in a new one. */
    private static TraceContext context(SpanContext own, @Nullable TraceContext parent) {
        if (own.isValid()) {
            return new TraceContext("00-" + own.getTraceId() + "-" + own.getSpanId() + "-"
                    + own.getTraceFlags().asHex());
        }
        return parent == null ? TraceContext.of(Optional.empty()) : parent;
    }

    private record Begun(io.opentelemetry.api.trace.Span span, TraceContext context) implements Span {
        @Override
        public Span with(String key, String value) {
            span.setAttribute(key, value);
            return this;
        }

        @Override
        public Span with(String key, long value) {
            span.setAttribute(key, value);
            return this;
        }

        @Override
        public void fail(String type) {
            span.setAttribute("error.type", type);
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
