package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.v1.BoundingBox;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Purpose;
import io.sightline.inference.v1.Timings;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferenceEventFactoryTest {
    private static final Sha256 MODEL = Sha256.of(Samples.text("model"));

    private final InferenceEventFactory events =
            new InferenceEventFactory(Clock.fixed(Samples.NOON.plusNanos(1_999), ZoneOffset.UTC), "1.2.3");
    private final FrameReceived frame = Samples.frame(Samples.text("picture"));

    @Test
    void carriesTheLineageOfItsFrame() {
        var event = serving(Optional.of("champion"), Optional.empty());

        assertThat(event.getEventId()).isEqualTo(Identities.inference(frame.getFrameId(), Purpose.SERVING, MODEL));
        assertThat(event.getPurpose()).isEqualTo(Purpose.SERVING);
        assertThat(event.getFrameId()).isEqualTo(frame.getFrameId());
        assertThat(event.getClaim()).isEqualTo(frame.getClaim());
        assertThat(event.getSourceId()).isEqualTo("camera-1");
        assertThat(event.getCapturedAt()).isEqualTo(frame.getCapturedAt());
        assertThat(event.getOrigin()).isEqualTo(Samples.origin(42));
        assertThat(event.getCompletedAt()).isEqualTo(Samples.NOON.plusNanos(1_000));
        assertThat(event.getRuntimeVersion()).isEqualTo("1.2.3");
    }

    @Test
    void namesTheModelThatRanAndHow() {
        var event = serving(Optional.of("champion"), Optional.of(new Box(0.1f, 0.2f, 0.3f, 0.4f)));

        assertThat(event.getModel().getName()).isEqualTo("text-detector");
        assertThat(event.getModel().getVersion()).isEqualTo("7");
        assertThat(event.getModel().getAlias()).isEqualTo("champion");
        assertThat(event.getModel().getRunId()).isEqualTo("run-1");
        assertThat(event.getModel().getSha256().bytes()).isEqualTo(MODEL.bytes());
        assertThat(event.getParameters().getDetector()).isEqualTo("{\"family\":\"dbnet\"}");
        assertThat(event.getParameters().getMinConfidence()).isEqualTo(0.5f);
        assertThat(event.getParameters().getMaxDetections()).isEqualTo(100);
        assertThat(event.getParameters().getRegion()).isEqualTo(new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f));
        assertThat(event.getTimings()).isEqualTo(new Timings(1_000L, 2_000L, 3_000L, 4L));
    }

    @Test
    void carriesEveryDetectionWithItsOutline() {
        var event = serving(Optional.empty(), Optional.empty());

        assertThat(event.getModel().getAlias()).isNull();
        assertThat(event.getParameters().getRegion()).isNull();
        assertThat(event.getDetections()).hasSize(2);
        var first = event.getDetections().get(0);
        assertThat(first.getOrdinal()).isZero();
        assertThat(first.getClassId()).isEqualTo(3);
        assertThat(first.getLabel()).isEqualTo("text");
        assertThat(first.getScore()).isEqualTo(0.9f);
        assertThat(first.getBox()).isEqualTo(new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f));
        assertThat(first.getPolygon()).containsExactly(0.1f, 0.2f, 0.4f, 0.2f, 0.4f, 0.6f);
        assertThat(event.getDetections().get(1).getPolygon()).isNull();
    }

    private InferenceCompleted serving(Optional<String> alias, Optional<Box> region) {
        var box = new Box(0.1f, 0.2f, 0.3f, 0.4f);
        var outline = List.of(new Point(0.1f, 0.2f), new Point(0.4f, 0.2f), new Point(0.4f, 0.6f));
        var inference = new Inference(
                new ModelVersion("text-detector", "7", alias, Optional.of("run-1"), MODEL),
                "{\"family\":\"dbnet\"}",
                0.5f,
                100,
                640,
                480,
                List.of(
                        new Detection(0, 3, "text", 0.9f, box, outline),
                        new Detection(1, 3, "text", 0.8f, box, List.of())),
                Duration.ofMillis(2),
                Duration.ofMillis(3),
                Duration.ofNanos(4_999));
        return events.serving(frame, inference, Duration.ofMillis(1), region);
    }
}
