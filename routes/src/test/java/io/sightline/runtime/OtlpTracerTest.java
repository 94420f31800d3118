package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sightline.frame.TraceContext;
import io.sightline.trace.SpanKind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpTracerTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0";
    private static final Duration TIMEOUT = Duration.ofMillis(50);
    private static final int ROOM = 4;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void goesOnWithTheTraceOfItsParent() {
        var collector = new KeptSpans(CompletableResultCode::ofSuccess);
        var parent = new TraceContext(PARENT + "1");
        TraceContext own;
        try (var tracer = tracer(collector, 1)) {
            var span =
                    tracer.begin(parent, SpanKind.CLIENT, "ask").with("a", "b").with("n", 7);
            own = span.context();
            span.end();
        }

        assertThat(own.traceId()).isEqualTo(parent.traceId());
        assertThat(collector.given).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("ask");
            assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.getSpanId()).isEqualTo(own.spanId());
            assertThat(span.getKind()).isEqualTo(io.opentelemetry.api.trace.SpanKind.CLIENT);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("a"))).isEqualTo("b");
            assertThat(span.getAttributes().get(AttributeKey.longKey("n"))).isEqualTo(7);
        });
        assertThat(count("sent")).isOne();
    }

    @Test
    void saysThatASpanHasFailed() {
        var collector = new KeptSpans(CompletableResultCode::ofSuccess);
        try (var tracer = tracer(collector, 1)) {
            var span = tracer.begin(null, SpanKind.INTERNAL, "try");
            span.fail("NOT_A_PICTURE");
            span.end();
        }

        assertThat(collector.given).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("NOT_A_PICTURE");
        });
    }

    /** Whoever began a trace decides; the ratio is for those that begin here. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void sendsWhatItsParentWantsToSee(double ratio) {
        var collector = new KeptSpans(CompletableResultCode::ofSuccess);
        TraceContext unseen;
        try (var tracer = tracer(collector, ratio)) {
            tracer.begin(new TraceContext(PARENT + "1"), SpanKind.SERVER, "seen")
                    .end();
            var span = tracer.begin(new TraceContext(PARENT + "0"), SpanKind.SERVER, "unseen");
            unseen = span.context();
            span.end();
            tracer.begin(null, SpanKind.SERVER, "begun here").end();
        }

        assertThat(collector.given)
                .extracting(SpanData::getName)
                .contains("seen")
                .doesNotContain("unseen");
        assertThat(collector.given).hasSize(1 + (int) ratio);
        assertThat(unseen.traceId()).isEqualTo(new TraceContext(PARENT + "0").traceId());
        assertThat(unseen.isSampled()).isFalse();
    }

    /** A frame may be on its way when the process ends. */
    @Test
    void handsOnATraceAfterTheEndToo() {
        var tracer = tracer(new KeptSpans(CompletableResultCode::ofSuccess), 1);
        tracer.close();
        var parent = new TraceContext(PARENT + "1");

        var part = tracer.begin(parent, SpanKind.CLIENT, "part");
        var own = tracer.begin(null, SpanKind.CONSUMER, "own");
        part.end();
        own.end();

        assertThat(part.context()).isEqualTo(parent);
        assertThat(TraceContext.read(Optional.of(own.context().traceparent()))).isPresent();
    }

    @Test
    void dropsAndCountsWhatFindsNoRoom() {
        // The first batch is never answered, and is waited for.
        var queue = new SpanQueue(new KeptSpans(CompletableResultCode::new), ROOM, Duration.ofMinutes(1), meters);
        var tracer = new OtlpTracer(queue, 1, "1.2.3");
        await().until(() -> {
            tracer.begin(null, SpanKind.INTERNAL, "one of many").end();
            return count("dropped") > ROOM;
        });

        assertThat(count("sent")).isZero();
    }

    @Test
    void countsWhatTheCollectorDoesNotTakeInTime() {
        countsAsRefused(CompletableResultCode::new);
    }

    @Test
    void countsWhatTheCollectorRefuses() {
        countsAsRefused(CompletableResultCode::ofFailure);
    }

    @Test
    void countsWhatCannotBeSentAtAll() {
        countsAsRefused(() -> {
            throw new IllegalStateException("not today");
        });
    }

    private void countsAsRefused(Supplier<CompletableResultCode> answer) {
        try (var tracer = tracer(new KeptSpans(answer), 1)) {
            tracer.begin(null, SpanKind.INTERNAL, "one").end();
            tracer.begin(null, SpanKind.INTERNAL, "two").end();
        }

        assertThat(count("refused")).isEqualTo(2);
        assertThat(count("sent")).isZero();
    }

    private OtlpTracer tracer(KeptSpans collector, double ratio) {
        return new OtlpTracer(new SpanQueue(collector, ROOM, TIMEOUT, meters), ratio, "1.2.3");
    }

    private double count(String outcome) {
        return meters.counter("sightline.tracing.spans", "outcome", outcome).count();
    }
}
