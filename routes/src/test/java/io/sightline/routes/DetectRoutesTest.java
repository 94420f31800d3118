package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.Keys;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The routes detect-frames, detect-frame, enrich-source, fetch-image and restore-claim; the model is replaced by one
 * that finds nothing.
 */
class DetectRoutesTest extends PipelineTestSupport {
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private final byte[] picture = Pictures.png(1);
    private byte[] claim = new byte[0];
    private Optional<RuntimeException> modelFailure = Optional.empty();

    @Override
    List<String> routes() {
        return List.of("detect-frames", "detect-frame", "enrich-source", "fetch-image", "restore-claim");
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        Processor nothingFound = this::findNothing;
        registry.bind("detectObjects", nothingFound);
    }

    @BeforeEach
    void writeClaim() {
        claim = Records.value(format, Records.frame(naming.claim(picture, "image/png")));
    }

    @Test
    void bytesThatASweepReclaimedComeBack() {
        var key = naming.claim(picture, "image/png").getKey();
        store.objects.put("reclaimed/" + key, picture);
        database = exchange -> exchange.getMessage().setBody(List.of());

        var ended = deliver("detect-frames", batch().add(claim));

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("inferences")).hasSize(1);
        assertThat(store.objects.get(key)).isEqualTo(picture);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void fetchesVerifiesAndPublishes() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        database =
                exchange -> exchange.getMessage().setBody(List.of(Map.of("id", "camera-1", "model_name", "parcels")));
        var batch = batch().add(claim);

        var ended = deliver("detect-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("inferences")).hasSize(1);
        assertThat(sources).containsExactly(new Source("camera-1", Optional.of("parcels"), Optional.empty()));
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void asksForASourceOnce() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        var asked = new CopyOnWriteArrayList<Exchange>();
        database = exchange -> {
            asked.add(exchange);
            exchange.getMessage().setBody(List.of());
        };

        deliver("detect-frames", batch().add(claim));
        deliver("detect-frames", batch().add(claim));

        assertThat(asked).hasSize(1);
        assertThat(sources).containsExactly(Source.unknown("camera-1"), Source.unknown("camera-1"));
    }

    @Test
    void missingObjectIsLookedForAgainAndThenADeadLetter() {
        var batch = batch().add(claim);

        var ended = deliver("detect-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(store.requests)
                .as("each time under its own name and under reclaimed/")
                .hasValue(8);
        assertLetter(Reason.CLAIM_MISSING, 4);
        assertThat(deadLetters().get(0).getMessage())
                .contains(naming.claim(picture, "image/png").getKey());
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void changedObjectIsNeverUsed() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), Pictures.png(2));

        deliver("detect-frames", batch().add(claim));

        assertLetter(Reason.CLAIM_CORRUPT, 4);
        assertThat(sources).isEmpty();
    }

    @Test
    void garbageIsADeadLetterAndItsNeighbourIsInferred() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        var garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        var unknownSchema = new byte[] {0, 0, 0, 0, 99, 1};
        var batch = batch().add(garbage).add(claim).add(unknownSchema).add(null);

        deliver("detect-frames", batch);

        assertThat(topics.sentTo("inferences")).hasSize(1);
        assertThat(deadLetters())
                .extracting(DeadLetter::getReason)
                .containsExactlyInAnyOrder(Reason.UNDECODABLE_RECORD, Reason.UNKNOWN_SCHEMA, Reason.UNDECODABLE_RECORD);
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void outageOfTheDatabaseFailsTheBatchUncommitted() {
        database = exchange -> {
            throw new SQLException("terminating connection", "57P01");
        };
        var batch = batch().add(claim);

        var ended = deliver("detect-frames", batch);

        assertThat(ended.getException()).hasMessageContaining("terminating connection");
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isFalse();
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(0);
    }

    @Test
    void deadlockClosesNoGate() {
        database = exchange -> {
            throw new SQLException("deadlock detected", "40P01");
        };

        var ended = deliver("detect-frames", batch().add(claim));

        assertThat(ended.getException()).hasMessageContaining("deadlock detected");
        assertThat(gates.firstClosed(List.of(Dependency.values()))).isEmpty();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void frameWaitsForAModelThatIsConfiguredAndThenBecomesADeadLetter() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        modelFailure = Optional.of(
                new TransientFailure(FailureCode.MODEL_NOT_SERVING, "parcels loads", null, Dependency.MODEL));

        var early = batch().add(claim);
        var waiting = deliver("detect-frames", early);
        var closed = !gates.isOpen(Dependency.MODEL);
        probes.get(0).run();
        var late = batch().add(claim);
        var ended = deliver("detect-frames", late);

        assertThat(waiting.getException()).hasMessageContaining("parcels loads");
        assertThat(closed).isTrue();
        assertThat(early.commits).hasValue(0);
        assertThat(ended.getException()).isNull();
        assertLetter(Reason.MODEL_NOT_SERVING, 1);
        assertThat(late.commits).hasValue(1);
    }

    @Test
    void outageThatEndsInTimeIsNotSeen() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        store.outage = Optional.of(new IOException("connection reset"));
        database = exchange -> exchange.getMessage().setBody(List.of());
        store.endsAfter = 1;
        var batch = batch().add(claim);

        var ended = deliver("detect-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("inferences")).hasSize(1);
        assertThat(batch.commits).hasValue(1);
    }

    private void assertLetter(Reason reason, int attempts) {
        assertThat(topics.sentTo("inferences")).isEmpty();
        assertThat(deadLetters()).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo(reason);
            assertThat(letter.getAttempts()).isEqualTo(attempts);
            assertThat(letter.getFrameId()).isEqualTo(Records.FRAME);
            assertThat(letter.getCapturedAt()).isEqualTo(TopicBatch.TIMESTAMP);
            assertThat(letter.getOrigin()).isEqualTo(Records.ORIGIN);
            assertThat(letter.getSourceId()).isEqualTo("camera-1");
            assertThat(letter.getStage()).isEqualTo("detect");
        });
    }

    /** Publishes the frame itself in place of an inference: what a model finds is not the routes' business. */
    private void findNothing(Exchange exchange) {
        modelFailure.ifPresent(failure -> {
            throw failure;
        });
        assertThat(exchange.getProperty(Keys.CONTENT, byte[].class)).isEqualTo(picture);
        sources.add(exchange.getProperty(Keys.SOURCE, Source.class));
        var frame = exchange.getProperty(Keys.FRAME, io.sightline.frame.v1.FrameReceived.class);
        exchange.setProperty(Keys.SCHEMA, frame.getSchema());
        exchange.getMessage().setBody(frame);
    }
}
