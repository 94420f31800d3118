package io.sightline.runtime;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What a collector was given, and how it answers. */
final class KeptSpans implements SpanExporter {
    final List<SpanData> given = new CopyOnWriteArrayList<>();
    private final Supplier<CompletableResultCode> answer;

    KeptSpans(Supplier<CompletableResultCode> answer) {
        this.answer = answer;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        given.addAll(spans);
        return answer.get();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
