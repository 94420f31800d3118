package io.sightline.audit;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.v1.InferenceCompleted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a model finds on paper: the same two things on every picture. */
final class PaperInference {
    private PaperInference() {}

    static InferenceCompleted of(FrameReceived frame) {
        var found = List.of(detection(0), detection(1));
        var inference = new Inference(
                new ModelVersion("model", "1", Optional.empty(), Optional.empty(), Sha256.of(Samples.text("model"))),
                "{}",
                0.5f,
                100,
                640,
                480,
                found,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1));
        return new InferenceEventFactory(PaperPipeline.NOON, "1.2.3")
                .serving(frame, inference, Duration.ofMillis(1), Optional.empty());
    }

    private static Detection detection(int ordinal) {
        return new Detection(ordinal, 0, "text", 0.9f, new Box(0.1f, 0.1f, 0.2f, 0.2f), List.of());
    }
}
