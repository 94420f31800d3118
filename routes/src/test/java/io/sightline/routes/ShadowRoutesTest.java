package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.camel.Keys;
import io.sightline.claim.Sha256;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The route shadow-frame beside detect-frame; both models find nothing. */
class ShadowRoutesTest extends PipelineTestSupport {
    private final byte[] picture = Pictures.png(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    List<String> routes() {
        return List.of(
                "detect-frames", "detect-frame", "enrich-source", "fetch-image", "restore-claim", "shadow-frame");
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        Processor nothingFound = this::findNothing;
        registry.bind("detectObjects", nothingFound);
    }

    @BeforeEach
    void storePicture() {
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        database =
                exchange -> exchange.getMessage().setBody(List.of(Map.of("id", "camera-1", "model_name", "parcels")));
    }

    @Test
    void publishesWhatTheChallengerFindsBesideWhatServes() {
        shadowShares.set("parcels", 1);
        challenger = (bytes, options) -> {
            assertThat(bytes).isEqualTo(picture);
            assertThat(options.model()).hasValue("parcels");
            return Optional.of(inference("2"));
        };
        var batch = batch().add(claim(Records.FRAME));

        deliver("detect-frames", batch);
        await().until(() -> count("done") == 1);
        deliver("detect-frames", batch().add(claim(Records.FRAME)));
        await().until(() -> count("done") == 2);

        assertThat(published(Purpose.SERVING)).hasSize(2);
        assertThat(batch.commits).hasValue(1);
        assertThat(published(Purpose.SHADOW))
                .as("the same id when the frame is read again")
                .hasSize(2)
                .allSatisfy(shadow -> {
                    assertThat(shadow.getEventId())
                            .isEqualTo(Identities.inference(Records.FRAME, Purpose.SHADOW, sha256("2")));
                    assertThat(shadow.getFrameId()).isEqualTo(Records.FRAME);
                    assertThat(shadow.getSourceId()).isEqualTo("camera-1");
                    assertThat(shadow.getModel().getVersion()).isEqualTo("2");
                });
        assertThat(topics.sentTo("inferences"))
                .allSatisfy(message -> assertThat(message.getHeader("traceparent", String.class))
                        .contains("0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void runsNoChallengerOnFramesThatTheShareLeavesOut() {
        shadowShares.set("parcels", 0.3);
        shadowShares.set("faces", 1);
        challenger = (bytes, options) -> Optional.of(inference("2"));
        var frames = Stream.generate(UUID::randomUUID).limit(40).toList();
        var chosen = frames.stream()
                .filter(frame -> shadowShares.chooses("parcels", frame))
                .toList();

        for (var frame : frames) {
            deliver("detect-frames", batch().add(claim(frame)));
            await().until(() -> count("done") == published(Purpose.SHADOW).size());
        }
        await().until(() -> count("done") == chosen.size());

        assertThat(published(Purpose.SERVING)).hasSize(40);
        assertThat(published(Purpose.SHADOW))
                .extracting(InferenceCompleted::getFrameId)
                .containsExactlyInAnyOrderElementsOf(chosen);
    }

    /**
     * However long it takes: what serves is published and committed, and frames for which there is no room are left
     * out.
     */
    @Test
    void letsNothingWaitForAChallengerThatHangs() {
        shadowShares.set("parcels", 1);
        challenger = (bytes, options) -> {
            hang();
            return Optional.of(inference("2"));
        };
        var batch = batch();
        Stream.generate(UUID::randomUUID).limit(20).forEach(frame -> batch.add(claim(frame)));

        deliver("detect-frames", batch);

        assertThat(published(Purpose.SERVING)).hasSize(20);
        assertThat(published(Purpose.SHADOW)).isEmpty();
        assertThat(batch.commits).hasValue(1);
        assertThat(count("skipped")).isEqualTo(4);
        goOn.countDown();
        await().until(() -> count("done") == 16);
        deliver("detect-frames", batch().add(claim(Records.FRAME)));
        await().until(() -> count("done") == 17);
    }

    /** As it is where the engine has one permit. */
    @Test
    void leavesOutWhatTheEngineHasNoPermitToSpareFor() {
        shadowShares.set("parcels", 1);
        challenger = (bytes, options) -> {
            throw new TransientFailure(FailureCode.OVERLOADED, "none can be spared");
        };

        deliver("detect-frames", batch().add(claim(Records.FRAME)));
        await().until(() -> count("skipped") == 1);

        assertThat(published(Purpose.SERVING)).hasSize(1);
        assertThat(count("failed")).isZero();
    }

    @Test
    void takesNoRoomWhileTheRouteOfTheShadowIsStopped() throws Exception {
        shadowShares.set("parcels", 1);
        challenger = (bytes, options) -> Optional.of(inference("2"));
        context.getRouteController().stopRoute("shadow-frame");
        for (int i = 0; i < 20; i++) {
            deliver("detect-frames", batch().add(claim(UUID.randomUUID())));
        }

        context.getRouteController().startRoute("shadow-frame");
        deliver("detect-frames", batch().add(claim(Records.FRAME)));
        // The copy of an earlier frame may come to its turn as late as this.
        await().until(() -> count("done") >= 1);

        assertThat(count("skipped")).isZero();
        assertThat(deadLetters()).isEmpty();
        assertThat(published(Purpose.SERVING)).hasSize(21);
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new PermanentFailure(FailureCode.OUTPUT_NOT_FINITE, "NaN"),
                new TransientFailure(FailureCode.MODEL_NOT_SERVING, "it ends", null, Dependency.MODEL),
                new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "no", null, Dependency.POSTGRESQL),
                new IllegalStateException("a fault of ours"),
                new OutOfMemoryError("of a picture"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void countsAFailureOfTheChallengerAndNothingElse(Throwable failure) {
        shadowShares.set("parcels", 1);
        challenger = (bytes, options) -> {
            throw thrown(failure);
        };
        var batch = batch();
        Stream.generate(UUID::randomUUID).limit(3).forEach(frame -> batch.add(claim(frame)));

        var ended = deliver("detect-frames", batch);
        await().until(() -> count("failed") == 3);

        assertThat(ended.getException()).isNull();
        assertThat(published(Purpose.SERVING)).hasSize(3);
        assertThat(batch.commits).hasValue(1);
        assertThat(deadLetters()).isEmpty();
        assertThat(gates.firstClosed(List.of(Dependency.values()))).isEmpty();
    }

    /** The share is told in a process where the challenger does not load, too. */
    @Test
    void publishesNothingWhereThereIsNoChallenger() throws InterruptedException {
        shadowShares.set("parcels", 1);

        for (int i = 0; i < 20; i++) {
            deliver("detect-frames", batch().add(claim(UUID.randomUUID())));
        }

        shadowThreads.shutdown();
        assertThat(shadowThreads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(published(Purpose.SERVING)).hasSize(20);
        assertThat(published(Purpose.SHADOW)).isEmpty();
        assertThat(count("failed")).isZero();
        assertThat(count("done")).isZero();
    }

    private void hang() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double count(String outcome) {
        return meters.counter("sightline.shadow.runs", "model", "parcels", "outcome", outcome)
                .count();
    }

    private List<InferenceCompleted> published(Purpose purpose) {
        return topics.sentTo("inferences").stream()
                .map(message -> format.read(message.getBody(byte[].class), InferenceCompleted.class))
                .filter(inference -> inference.getPurpose() == purpose)
                .toList();
    }

    private byte[] claim(UUID frame) {
        return Records.value(
                format,
                FrameReceived.newBuilder(Records.frame(naming.claim(picture, "image/png")))
                        .setFrameId(frame)
                        .build());
    }

    private void findNothing(Exchange exchange) {
        var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
        var event = inferences.serving(frame, inference("1"), Duration.ZERO, Optional.empty());
        exchange.setProperty(Keys.SCHEMA, event.getSchema());
        exchange.getMessage().setHeader("traceparent", TopicBatch.TRACE);
        exchange.getMessage().setBody(event);
    }

    private static Inference inference(String version) {
        return new Inference(
                new ModelVersion("parcels", version, Optional.empty(), Optional.empty(), sha256(version)),
                "{}",
                0.5f,
                100,
                640,
                480,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    private static Sha256 sha256(String version) {
        return Sha256.of(version.getBytes(StandardCharsets.UTF_8));
    }

    /** Whatever it is, thrown on. */
    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
