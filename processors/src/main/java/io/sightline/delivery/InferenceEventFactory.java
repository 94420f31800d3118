package io.sightline.delivery;

import io.sightline.claim.v1.Sha256;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.v1.BoundingBox;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Parameters;
import io.sightline.inference.v1.Purpose;
import io.sightline.inference.v1.Timings;
import io.sightline.model.v1.ModelRef;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a model found on a frame.
 *
 * @param clock tells when it was done
 * @param runtimeVersion version of Sightline
 */
public record InferenceEventFactory(Clock clock, String runtimeVersion) {
    /**
     * The event of an inference that serves.
     *
     * @param fetch how long it took to read the picture
     * @param region region of interest that was asked for
     */
    public InferenceCompleted serving(FrameReceived frame, Inference inference, Duration fetch, Optional<Box> region) {
        return event(Purpose.SERVING, frame, inference, fetch, region);
    }

    /** The same of a run of a challenger beside it, on the bytes that were read for the one that serves. */
    public InferenceCompleted shadow(FrameReceived frame, Inference inference, Duration fetch, Optional<Box> region) {
        return event(Purpose.SHADOW, frame, inference, fetch, region);
    }

    private InferenceCompleted event(
            Purpose purpose, FrameReceived frame, Inference inference, Duration fetch, Optional<Box> region) {
        var model = inference.model();
        return InferenceCompleted.newBuilder()
                .setEventId(Identities.inference(frame.getFrameId(), purpose, model.sha256()))
                .setPurpose(purpose)
                .setFrameId(frame.getFrameId())
                .setClaim(frame.getClaim())
                .setSourceId(frame.getSourceId())
                .setCapturedAt(frame.getCapturedAt())
                .setCompletedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
                .setModel(reference(model))
                .setParameters(Parameters.newBuilder()
                        .setDetector(inference.specJson())
                        .setMinConfidence(inference.minConfidence())
                        .setMaxDetections(inference.maxDetections())
                        .setRegion(region.map(InferenceEventFactory::box).orElse(null))
                        .build())
                .setDetections(inference.detections().stream()
                        .map(InferenceEventFactory::detection)
                        .toList())
                .setTimings(new Timings(
                        micros(fetch), micros(inference.decode()), micros(inference.infer()), micros(inference.post())))
                .setOrigin(frame.getOrigin())
                .setRuntimeVersion(runtimeVersion)
                .build();
    }

    private static ModelRef reference(ModelVersion model) {
        return ModelRef.newBuilder()
                .setName(model.name())
                .setVersion(model.version())
                .setAlias(model.alias().orElse(null))
                .setRunId(model.runId().orElse(null))
                .setSha256(new Sha256(model.sha256().bytes()))
                .build();
    }

    private static io.sightline.inference.v1.Detection detection(Detection found) {
        return io.sightline.inference.v1.Detection.newBuilder()
                .setOrdinal(found.ordinal())
                .setClassId(found.classId())
                .setLabel(found.label())
                .setScore(found.score())
                .setBox(box(found.box()))
                .setPolygon(polygon(found.polygon()))
                .build();
    }

    private static BoundingBox box(Box box) {
        return new BoundingBox(box.x(), box.y(), box.width(), box.height());
    }

    private static @Nullable List<Float> polygon(List<Point> points) {
        return points.isEmpty()
                ? null
                : points.stream()
                        .flatMap(point -> Stream.of(point.x(), point.y()))
                        .toList();
    }

    private static long micros(Duration time) {
        return TimeUnit.NANOSECONDS.toMicros(time.toNanos());
    }
}
