package io.sightline.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans that wait for the collector, a bounded number of them; a thread of its own sends them in batches. Whoever ends
 * a span never waits: what finds no room is dropped, and so is what the collector does not take in time, and both are
 * counted.
 */
final class SpanQueue implements SpanProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
    private static final int BATCH = 512;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final BlockingQueue<ReadableSpan> waiting;
    private final SpanExporter collector;
    private final Duration timeout;
    private final Counter sent;
    private final Counter refused;
    private final Counter dropped;
    private final Thread sender;
    private final CompletableResultCode ended = new CompletableResultCode();
    private volatile boolean ending;
    private boolean failing;

    /**
     * Begins to send.
     *
     * @param capacity most spans that wait
     * @param timeout longest that a batch is waited for
     */
    SpanQueue(SpanExporter collector, int capacity, Duration timeout, MeterRegistry meters) {
        this.collector = collector;
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.timeout = timeout;
        this.sent = counter(meters, "sent");
        this.refused = counter(meters, "refused");
        this.dropped = counter(meters, "dropped");
        this.sender = new NamedThreads("traces").newThread(this::run);
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Nothing is sent of what has not ended.
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && !waiting.offer(span)) {
            dropped.increment();
        }
    }

    /** Done when what waits was sent or refused. */
    @Override
    public CompletableResultCode shutdown() {
        ending = true;
        sender.interrupt();
        return ended;
    }

    private void run() {
        while (!ending) {
            send(next());
        }
        // What the collector does not take now nobody waits for.
        Thread.interrupted();
        send(next());
        collector.shutdown().join(timeout.toMillis(), TimeUnit.MILLISECONDS);
        ended.succeed();
    }

    /** What has come within a second, or a whole batch. */
    private List<SpanData> next() {
        var spans = new ArrayList<ReadableSpan>();
        var end = System.nanoTime() + LINGER.toNanos();
        try {
            while (!ending && spans.size() < BATCH) {
                var span = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (span == null) {
                    break;
                }
                spans.add(span);
            }
        } catch (InterruptedException e) {
            // The process ends, and what is there goes at once.
        }
        waiting.drainTo(spans, ending ? Integer.MAX_VALUE : BATCH - spans.size());
        return spans.stream().map(ReadableSpan::toSpanData).toList();
    }

    private void send(List<SpanData> spans) {
        if (spans.isEmpty()) {
            return;
        }
        if (isTaken(spans)) {
            sent.increment(spans.size());
            if (failing) {
                failing = false;
                LOG.info("the collector takes traces again");
            }
            return;
        }
        refused.increment(spans.size());
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("spans", spans.size())
                    .log("the collector takes no traces; they are dropped and counted, and frames go on");
        }
    }

    private boolean isTaken(List<SpanData> spans) {
        try {
            return collector
                    .export(spans)
                    .join(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .isSuccess();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return meters.counter("sightline.tracing.spans", "outcome", outcome);
    }
}
