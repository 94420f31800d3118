package io.sightline.camel;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.trace.Span;
import io.sightline.trace.SpanKind;
import io.sightline.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.generic.IndexedRecord;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spans of the steps that a frame passes through, whichever route they are in; where no traces are wanted it is
 * not there, and steps are as they were. A frame's own spans, of ingest and of detect, become {@link Keys#TRACE}, so
 * that records and letters hand them on; those within are parts of that. Names and attributes are those of
 * OpenTelemetry's semantic conventions, and {@code sightline.*} beside them. Where a span cannot be begun or ended, the
 * step goes on without it.
 */
public final class TraceSteps implements InterceptStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(TraceSteps.class);

    private final Tracer tracer;
    private final FailureClassifier classifier;
    private final Map<String, Step> steps;
    private final AtomicBoolean failed = new AtomicBoolean();

    public TraceSteps(Tracer tracer, FailureClassifier classifier) {
        this.tracer = tracer;
        this.classifier = classifier;
        this.steps = Map.of(
                "to[direct:ingest-frame]", this::record,
                "to[direct:detect-frame]", this::record,
                "to[direct:store-claim]", exchange -> object(exchange, "PutObject"),
                "to[direct:fetch-image]", exchange -> object(exchange, "GetObject"),
                "ref:detectObjects", this::inference,
                "ref:storeFrames", exchange -> rows(exchange, "frame"),
                "ref:storeInferences", exchange -> rows(exchange, "inference"),
                "ref:storeDeadLetters", exchange -> rows(exchange, "dead_letter"));
    }

    /** Begins what a step is to be seen by. */
    @FunctionalInterface
    private interface Step {
        /** Answers what is to be done when the step has ended. */
        Runnable begin(Exchange exchange);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        // Once its endpoint is known, a step names it with slashes.
        var traced = steps.get(String.valueOf(step.getLabel()).replace("direct://", "direct:"));
        return traced == null ? target : new Traced(AsyncProcessorConverterHelper.convert(target), traced);
    }

    private Runnable record(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        var span = of(record, SpanKind.CONSUMER, "process " + record.topic())
                .with("messaging.operation.name", "process")
                .with("messaging.operation.type", "process");
        exchange.setProperty(Keys.TRACE, span.context());
        RedriveTrail.of(exchange).ifPresent(trail -> span.with("sightline.redrive.count", trail.count()));
        return () -> {
            about(span, exchange.getProperty(Keys.FRAME, FrameReceived.class));
            failure(exchange).or(() -> reason(exchange.getMessage())).ifPresent(span::fail);
            span.end();
        };
    }

    private Runnable object(Exchange exchange, String method) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        return within(exchange, SpanKind.CLIENT, "S3." + method)
                .map(span -> span.with("rpc.system", "aws-api")
                        .with("rpc.service", "S3")
                        .with("rpc.method", method)
                        .with("aws.s3.bucket", claim.getBucket())
                        .with("aws.s3.key", claim.getKey()))
                .map(span -> ending(exchange, span))
                .orElse(() -> {});
    }

    private Runnable inference(Exchange exchange) {
        return within(exchange, SpanKind.INTERNAL, "infer")
                .<Runnable>map(span -> () -> {
                    if (exchange.getMessage().getBody() instanceof InferenceCompleted event) {
                        span.with("sightline.model.name", event.getModel().getName())
                                .with(
                                        "sightline.model.version",
                                        event.getModel().getVersion());
                    }
                    ending(exchange, span).run();
                })
                .orElse(() -> {});
    }

    /** A batch is one transaction, and a part of the trace of each of its records. */
    private Runnable rows(Exchange exchange, String table) {
        List<?> messages = exchange.getMessage().getBody(List.class);
        var spans = messages.stream()
                .map(message -> row((Message) message, table).with("db.operation.batch.size", messages.size()))
                .toList();
        return () -> {
            for (int index = 0; index < spans.size(); index++) {
                var message = (Message) messages.get(index);
                // That a letter is kept is what was to be.
                failure(exchange)
                        .or(() -> table.equals("dead_letter") ? Optional.empty() : reason(message))
                        .ifPresent(spans.get(index)::fail);
                spans.get(index).end();
            }
        };
    }

    private Span row(Message message, String table) {
        var span = of(message.getHeader(Keys.RECORD, ConsumedRecord.class), SpanKind.CLIENT, "INSERT " + table)
                .with("db.system.name", "postgresql")
                .with("db.operation.name", "INSERT")
                .with("db.collection.name", table);
        var letter = message.getHeader(Keys.LETTER, DeadLetter.class);
        about(span, letter != null || !(message.getBody() instanceof IndexedRecord body) ? letter : body);
        return span;
    }

    /** A span of a record of Kafka, which says by itself what it is a part of. */
    private Span of(ConsumedRecord record, SpanKind kind, String name) {
        return tracer.begin(TraceContext.read(record.header("traceparent")).orElse(null), kind, name)
                .with("messaging.system", "kafka")
                .with("messaging.destination.name", record.topic())
                .with("messaging.destination.partition.id", String.valueOf(record.partition()))
                .with("messaging.kafka.offset", record.offset());
    }

    /** A part of what the exchange is about; nothing where that is in no trace. */
    private Optional<Span> within(Exchange exchange, SpanKind kind, String name) {
        return Optional.ofNullable(exchange.getProperty(Keys.TRACE, TraceContext.class))
                .map(trace -> tracer.begin(trace, kind, name));
    }

    private Runnable ending(Exchange exchange, Span span) {
        return () -> {
            failure(exchange).ifPresent(span::fail);
            span.end();
        };
    }

    private Optional<String> failure(Exchange exchange) {
        return Optional.ofNullable(exchange.getException())
                .map(thrown -> FailurePolicy.classify(classifier, thrown).code().name());
    }

    /** Why the record of a message became a dead letter. */
    private static Optional<String> reason(Message message) {
        return Optional.ofNullable(message.getHeader(Keys.LETTER, DeadLetter.class))
                .map(letter -> letter.getReason().name())
                .or(() -> Optional.ofNullable(message.getHeader(Keys.REFUSAL, PermanentFailure.class))
                        .map(refusal -> refusal.code().name()));
    }

    private static void about(Span span, @Nullable IndexedRecord record) {
        if (record != null) {
            field(record, "frameId").ifPresent(id -> span.with("sightline.frame.id", id));
            field(record, "sourceId").ifPresent(id -> span.with("sightline.source.id", id));
        }
    }

    private static Optional<String> field(IndexedRecord record, String name) {
        return Optional.ofNullable(record.getSchema().getField(name))
                .map(field -> record.get(field.pos()))
                .map(String::valueOf);
    }

    /** Said once: each frame would repeat it. */
    private void untraced(RuntimeException failure) {
        if (failed.compareAndSet(false, true)) {
            LOG.atWarn()
                    .setCause(failure)
                    .log("a step goes on without its span; of others that do nothing more is said");
        }
    }

    private final class Traced extends DelegateAsyncProcessor {
        private final Step step;

        Traced(AsyncProcessor target, Step step) {
            super(target);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback route) {
            var end = begin(exchange);
            return getProcessor().process(exchange, sync -> {
                try {
                    end.run();
                } catch (RuntimeException e) {
                    untraced(e);
                } finally {
                    route.done(sync);
                }
            });
        }

        private Runnable begin(Exchange exchange) {
            try {
                return step.begin(exchange);
            } catch (RuntimeException e) {
                untraced(e);
                return () -> {};
            }
        }
    }
}
