package io.sightline.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.camel.RedriveLetters;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.RedriveLetter;
import io.sightline.delivery.RedriveQueue;
import io.sightline.delivery.Redriven;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Origin;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** The routes redrive-letters and redrive-letter with ingest-frame, fetch-image and restore-claim. */
class RedriveRoutesTest extends PipelineTestSupport {
    private static final UUID LETTER = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final byte[] VALUE = "original".getBytes(UTF_8);

    /** Letters that wait; the sender's word takes one away. */
    private final Deque<RedriveLetter> waiting = new ArrayDeque<>();

    private final List<Optional<String>> outcomes = new ArrayList<>();

    @Override
    List<String> routes() {
        return List.of("redrive-letters", "redrive-letter", "ingest-frame", "fetch-image", "restore-claim");
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        var direct = new DirectComponent();
        // A step that has ended comes back to nobody here.
        direct.setBlock(false);
        registry.bind("direct", direct);
        registry.bind(
                "redriveLetters",
                new RedriveLetters(
                        this::sendNext,
                        Set.of("claims", "inferences", "letters"),
                        gates,
                        dependents,
                        classifier,
                        new SimpleMeterRegistry()));
    }

    @Test
    void aPictureIsTakenInAgainAsTheFrameThatItWas() {
        var picture = Pictures.png(7);

        redrive(letter("ingest", "frames", picture, Map.of("source-id", "camera-1"), 1));

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(topics.sentTo("frames")).isEmpty();
        assertThat(topics.sentTo("claims")).hasSize(1);
        var message = topics.sentTo("claims").get(0);
        var frame = format.read(message.getBody(byte[].class), FrameReceived.class);
        assertThat(frame.getFrameId()).isEqualTo(Identities.frame(origin("frames")));
        assertThat(frame.getOrigin()).isEqualTo(origin("frames"));
        assertThat(frame.getSourceId()).isEqualTo("camera-1");
        assertThat(frame.getCapturedAt()).isEqualTo(TopicBatch.TIMESTAMP);
        assertThat(store.objects.get(frame.getClaim().getKey())).isEqualTo(picture);
        assertThat(text(message, Redriven.LETTER)).isEqualTo(LETTER.toString());
        assertThat(text(message, Redriven.COUNT)).isEqualTo("2");
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo("camera-1".getBytes(UTF_8));
        assertThat(message.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isNull();
        assertThat(deadLetters()).isEmpty();
    }

    /** Routes end one after another when a process does. */
    @Test
    void aLetterWhoseStepHasEndedWaits() throws Exception {
        context.getRouteController().stopRoute("ingest-frame");

        redrive(letter("ingest", "frames", Pictures.png(7), Map.of("source-id", "camera-1"), 1));

        assertThat(outcomes).isEmpty();
        assertThat(waiting).hasSize(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aPictureThatFailsAgainIsTheSameLetterWithAHigherCount() {
        redrive(letter("ingest", "frames", VALUE, Map.of("source-id", "camera-1"), 1));

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(deadLetters()).hasSize(1);
        DeadLetter again = deadLetters().get(0);
        assertThat(again.getReason()).isEqualTo(Reason.NOT_A_PICTURE);
        assertThat(again.getEventId()).isEqualTo(LETTER);
        assertThat(again.getFrameId()).isEqualTo(Identities.frame(origin("frames")));
        assertThat(again.getFailedAt()).isEqualTo(origin("frames"));
        assertThat(again.getRedriveCount()).isEqualTo(2);
        assertThat(again.getStage()).isEqualTo("ingest");
    }

    @Test
    void aPictureThatFailsAgainWhileItsTopicIsAwayWaitsInTheOutbox() {
        topics.away.add("letters");

        redrive(letter("ingest", "frames", VALUE, Map.of("source-id", "camera-1"), 0));

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(outbox.items).hasSize(1);
        assertThat(topics.sentTo("claims")).isEmpty();
    }

    @Test
    void anyOtherRecordGoesToItsTopicAsItWas() {
        redrive(letter("detect", "claims", VALUE, Map.of("traceparent", TopicBatch.TRACE, "any", "header"), 0));

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(topics.sentTo("claims")).hasSize(1);
        var message = topics.sentTo("claims").get(0);
        assertThat(message.getBody(byte[].class)).isEqualTo(VALUE);
        assertThat(message.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("claims");
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo("camera-1".getBytes(UTF_8));
        assertThat(text(message, "any")).isEqualTo("header");
        assertThat(text(message, "traceparent")).isEqualTo(TopicBatch.TRACE);
        assertThat(text(message, Redriven.LETTER)).isEqualTo(LETTER.toString());
        assertThat(text(message, Redriven.COUNT)).isEqualTo("1");
        assertThat(text(message, Redriven.FAILED_AT)).isEqualTo("detect " + OneIdBroker.TOPIC_ID + "/3/42");
    }

    @Test
    void headersOfTheOriginalGiveNoOrders() {
        redrive(letter(
                "sink",
                "inferences",
                VALUE,
                Map.of("kafka.OVERRIDE_TOPIC", "frames", "kafka.KEY", "x", "CamelSqlQuery", "drop"),
                0));

        var message = topics.sentTo("claims").get(0);
        assertThat(message.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("inferences");
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo("camera-1".getBytes(UTF_8));
        assertThat(message.getHeader("CamelSqlQuery")).isNull();
    }

    @Test
    void aLongOriginalIsReadFromTheStoreFirst() {
        var value = new byte[300_000];
        var claim = naming.claim(value, "application/octet-stream");
        store.objects.put(claim.getKey(), value);

        redrive(claimed(claim));

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(topics.sentTo("claims").get(0).getBody(byte[].class)).isEqualTo(value);
    }

    @Test
    void anOriginalThatIsGoneOrChangedIsNotSent() {
        var claim = naming.claim(new byte[300_000], "application/octet-stream");
        redrive(claimed(claim));
        store.objects.put(claim.getKey(), new byte[299_999]);
        redrive(claimed(claim));

        assertThat(outcomes).containsExactly(Optional.of("original missing"), Optional.of("original corrupt"));
        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aTopicThatIsNotOneOfOursGetsNothing() {
        redrive(letter("sink", "frames", VALUE, Map.of(), 0));
        redrive(letter("detect", "somebody.elses", VALUE, Map.of(), 0));

        assertThat(outcomes).containsExactly(Optional.of("unknown topic"), Optional.of("unknown topic"));
        assertThat(topics.sentTo("claims")).isEmpty();
    }

    @Test
    void aLetterWaitsForABrokerThatIsAway() {
        topics.away.add("claims");
        redrive(letter("sink", "claims", VALUE, Map.of(), 0));
        assertThat(outcomes).isEmpty();
        assertThat(waiting).hasSize(1);

        topics.away.clear();
        redrive();
        assertThat(outcomes).containsExactly(Optional.empty());
    }

    @Test
    void aStoreThatIsFoundAwayClosesItsGate() {
        store.outage = Optional.of(new IOException("connection refused"));

        redrive(letter("ingest", "frames", Pictures.png(1), Map.of("source-id", "camera-1"), 0));

        assertThat(waiting).hasSize(1);
        assertThat(gates.isOpen(Dependency.S3)).isFalse();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aLetterWaitsWhileWhatItsStageNeedsIsAway() {
        gates.report(new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away", null, Dependency.S3));

        redrive(letter("detect", "claims", VALUE, Map.of(), 0));

        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void noLetterIsAskedForWhileTheDatabaseIsAway() {
        gates.report(new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away", null, Dependency.POSTGRESQL));

        redrive(letter("sink", "claims", VALUE, Map.of(), 0));

        assertThat(waiting).hasSize(1);
    }

    private boolean sendNext(RedriveQueue.Sender sender) {
        if (waiting.isEmpty()) {
            return false;
        }
        outcomes.add(sender.send(waiting.peek()));
        waiting.remove();
        return true;
    }

    private void redrive(RedriveLetter... letters) {
        waiting.addAll(List.of(letters));
        var ended = template.send("direct:redrive-letters", exchange -> {});
        assertThat(ended.getException()).isNull();
    }

    private static RedriveLetter letter(
            String stage, String topic, byte[] value, Map<String, String> headers, int redriveCount) {
        var bytes = new HashMap<String, byte[]>();
        headers.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        var record = new ConsumedRecord(
                topic, OneIdBroker.TOPIC_ID, 3, 42, TopicBatch.TIMESTAMP, "camera-1".getBytes(UTF_8), value, bytes);
        return new RedriveLetter(LETTER, stage, record, Optional.empty(), redriveCount);
    }

    private static RedriveLetter claimed(ClaimRef claim) {
        var record =
                new ConsumedRecord("claims", OneIdBroker.TOPIC_ID, 3, 42, TopicBatch.TIMESTAMP, null, null, Map.of());
        return new RedriveLetter(LETTER, "sink", record, Optional.of(claim), 0);
    }

    private static String text(org.apache.camel.Message message, String header) {
        return new String(message.getHeader(header, byte[].class), UTF_8);
    }

    private static Origin origin(String topic) {
        return new Origin(topic, OneIdBroker.TOPIC_ID, 3, 42L, TopicBatch.TIMESTAMP);
    }
}
