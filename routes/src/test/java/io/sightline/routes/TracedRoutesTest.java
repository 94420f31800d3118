package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.Keys;
import io.sightline.camel.Refusals;
import io.sightline.camel.StoreRows;
import io.sightline.camel.TraceSteps;
import io.sightline.delivery.Entry;
import io.sightline.delivery.EntryStore;
import io.sightline.delivery.FrameRow;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.trace.SpanKind;
import io.sightline.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The spans of the routes of ingest, detect and sink; the model is replaced by one that finds nothing. */
class TracedRoutesTest extends PipelineTestSupport {
    private static final byte[] POISON = "no picture".getBytes(StandardCharsets.UTF_8);
    private static final TraceContext PRODUCER = new TraceContext(TopicBatch.TRACE);

    private final RecordedSpans spans = new RecordedSpans();
    private Tracer tracer = spans;
    private Optional<RuntimeException> modelFailure = Optional.empty();
    private String refusal = "";
    /** What the inference's record would hand on. */
    private volatile Optional<TraceContext> inferredWithin = Optional.empty();

    @Override
    List<String> routes() {
        return List.of(
                "ingest-frames",
                "ingest-frame",
                "detect-frames",
                "detect-frame",
                "enrich-source",
                "fetch-image",
                "restore-claim",
                "sink-claims",
                "read-frame-row",
                "refuse-row");
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var camel = super.createCamelContext();
        Tracer asOfNow = (parent, kind, name) -> tracer.begin(parent, kind, name);
        camel.getCamelContextExtension().addInterceptStrategy(new TraceSteps(asOfNow, classifier));
        return camel;
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        Processor nothingFound = exchange -> {
            inferredWithin = Optional.ofNullable(exchange.getProperty(Keys.TRACE, TraceContext.class));
            modelFailure.ifPresent(failure -> {
                throw failure;
            });
            var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
            exchange.setProperty(Keys.SCHEMA, frame.getSchema());
            exchange.getMessage().setBody(frame);
        };
        registry.bind("detectObjects", nothingFound);
        registry.bind(
                "storeFrames",
                new StoreRows<FrameReceived, FrameRow>(
                        store(), FrameRow::new, new Refusals("direct:refuse-row", classifier), "letters"));
    }

    @Test
    void pictureIsAPartOfItsProducersTraceAndItsClaimOfItsOwn() {
        deliver("ingest-frames", batch().add(Pictures.png(1)));

        var frame = spans.only("process some.topic");
        assertThat(frame.parent()).isEqualTo(PRODUCER);
        assertThat(frame.kind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(frame.attributes())
                .containsEntry("messaging.kafka.offset", 0L)
                .containsEntry("sightline.source.id", "camera-1")
                .containsKey("sightline.frame.id")
                .doesNotContainKey("error.type");
        assertThat(spans.only("S3.PutObject").parent()).isEqualTo(frame.context());
        assertThat(traceparent(topics.sentTo("claims").get(0))).isEqualTo(frame.context());
    }

    @Test
    void claimIsFetchedAndInferredWithinItsSpan() {
        deliver("ingest-frames", batch().add(Pictures.png(1)));
        var claim = topics.sentTo("claims").get(0);
        spans.ended.clear();

        deliver("detect-frames", batch().add(claim.getBody(byte[].class), headers(traceparent(claim))));

        var detect = spans.only("process some.topic");
        assertThat(detect.parent()).isEqualTo(traceparent(claim));
        assertThat(List.of(spans.only("S3.GetObject"), spans.only("infer")))
                .allSatisfy(part -> assertThat(part.parent()).isEqualTo(detect.context()));
        assertThat(inferredWithin).contains(detect.context());
    }

    @Test
    void recordWithoutATraceBeginsOneThatItsClaimGoesOnWith() {
        deliver("ingest-frames", batch().add(Pictures.png(1), new RecordHeaders()));

        var frame = spans.only("process some.topic");
        assertThat(frame.parent()).isNull();
        assertThat(traceparent(topics.sentTo("claims").get(0))).isEqualTo(frame.context());
    }

    @Test
    void deadLetterIsAPartOfTheSpanThatFailed() {
        deliver("ingest-frames", batch().add(POISON));

        var frame = spans.only("process some.topic");
        assertThat(frame.attributes()).containsEntry("error.type", "NOT_A_PICTURE");
        assertThat(traceparent(topics.sentTo("letters").get(0))).isEqualTo(frame.context());
    }

    @Test
    void modelThatFailsFailsItsSpanToo() {
        deliver("ingest-frames", batch().add(Pictures.png(1)));
        var claim = topics.sentTo("claims").get(0);
        spans.ended.clear();
        modelFailure = Optional.of(new PermanentFailure(FailureCode.MODEL_UNKNOWN, "there is no such model"));

        deliver("detect-frames", batch().add(claim.getBody(byte[].class), headers(traceparent(claim))));

        assertThat(spans.only("infer").attributes()).containsEntry("error.type", "MODEL_UNKNOWN");
        assertThat(spans.only("process some.topic").attributes()).containsEntry("error.type", "MODEL_UNKNOWN");
    }

    @Test
    void rowsOfABatchAreAPartOfTheTraceOfEachRecord() {
        refusal = "22003";
        var other = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        deliver(
                "sink-claims",
                batch().add(frame("camera-1"))
                        .add(frame("refused"), headers(other))
                        .add(new byte[] {9}));

        assertThat(spans.ended)
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("db.collection.name", "frame")
                        .containsEntry("db.operation.batch.size", 3L))
                .extracting(span -> span.name() + " " + span.attributes().get("error.type"))
                .containsExactly(
                        "INSERT frame null", "INSERT frame CONSTRAINT_VIOLATION", "INSERT frame UNDECODABLE_RECORD");
        assertThat(spans.ended).extracting(RecordedSpans.Recorded::parent).containsExactly(PRODUCER, other, PRODUCER);
        assertThat(spans.ended.get(0).attributes())
                .containsEntry("sightline.frame.id", Records.FRAME.toString())
                .containsEntry("sightline.source.id", "camera-1");
    }

    @Test
    void batchThatADatabaseIsAwayForFailsAsAWhole() {
        refusal = "08006";

        deliver("sink-claims", batch().add(frame("camera-1")).add(frame("refused")));

        assertThat(spans.ended)
                .hasSize(2)
                .allSatisfy(
                        span -> assertThat(span.attributes()).containsEntry("error.type", "DEPENDENCY_UNAVAILABLE"));
    }

    @Test
    void framesGoOnWhereNoSpanCanBeBegun() {
        tracer = (parent, kind, name) -> {
            throw new IllegalStateException("no span begins today");
        };

        goesThrough(PRODUCER);
    }

    @Test
    void framesGoOnWhereNoSpanCanBeEnded() {
        var begun = new TraceContext("00-%s-%016x-01".formatted(PRODUCER.traceId(), 7));
        // None can be added to an immutable list.
        tracer = (parent, kind, name) ->
                new RecordedSpans.Recorded(name, kind, parent, begun, new ConcurrentHashMap<>(), List.of());

        goesThrough(begun);
    }

    /** Each step that has a span, but that of letters: ingest, store, fetch, detect and rows. */
    private void goesThrough(TraceContext handedOn) {
        deliver("ingest-frames", batch().add(Pictures.png(1)));
        var claim = topics.sentTo("claims").get(0);
        assertThat(traceparent(claim)).isEqualTo(handedOn);
        var detected = batch().add(claim.getBody(byte[].class), headers(handedOn));
        var stored = batch().add(claim.getBody(byte[].class), headers(handedOn));

        assertThat(deliver("detect-frames", detected).getException()).isNull();
        assertThat(deliver("sink-claims", stored).getException()).isNull();

        assertThat(topics.sentTo("inferences")).hasSize(1);
        assertThat(stored.commits).hasPositiveValue();
    }

    private static TraceContext traceparent(Message message) {
        return new TraceContext(message.getHeader("traceparent", String.class));
    }

    private static RecordHeaders headers(TraceContext trace) {
        var headers = new RecordHeaders();
        headers.add("traceparent", trace.traceparent().getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private byte[] frame(String source) {
        var frame = Records.frame(naming.claim(Pictures.png(1), "image/png"));
        frame.setSourceId(source);
        return Records.value(format, frame);
    }

    private EntryStore<FrameRow> store() {
        return (delivered, writer) -> {
            for (var entry : delivered) {
                if (entry instanceof Entry.Row<FrameRow> row
                        && row.row().frame().getSourceId().equals("refused")) {
                    var failure = classifier.classify(new SQLException("refused by the test", refusal));
                    if (!(failure instanceof PermanentFailure permanent)) {
                        throw failure;
                    }
                    writer.write(row, permanent);
                }
            }
            return Set.of();
        };
    }
}
