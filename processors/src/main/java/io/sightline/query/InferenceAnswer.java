package io.sightline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sightline.claim.Sha256;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of an inference that was asked for over HTTP, by the field names of the contract. */
public record InferenceAnswer(Model model, Image image, List<Found> detections, Timings timings, String traceId) {
    /** The answer for what the engine yielded on a picture with this hash. */
    public static InferenceAnswer of(Inference inference, Sha256 picture, String traceId) {
        return new InferenceAnswer(
                Model.of(inference.model()),
                new Image(inference.width(), inference.height(), picture.hex()),
                inference.detections().stream().map(Found::of).toList(),
                new Timings(micros(inference.decode()), micros(inference.infer()), micros(inference.post())),
                traceId);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** A model version. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            String name,
            String version,
            @Nullable String alias,
            @Nullable String runId,
            String sha256) {
        /** The version as the contract words it. */
        public static Model of(ModelVersion version) {
            return new Model(
                    version.name(),
                    version.version(),
                    version.alias().orElse(null),
                    version.runId().orElse(null),
                    version.sha256().hex());
        }
    }

    /** The picture, upright, in pixels. */
    public record Image(int width, int height, String sha256) {}

    /** One detection. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Found(
            int ordinal,
            int classId,
            String label,
            float score,
            Box box,
            @Nullable List<List<Float>> polygon) {
        static Found of(Detection detection) {
            var points = detection.polygon().stream()
                    .map(point -> List.of(point.x(), point.y()))
                    .toList();
            return new Found(
                    detection.ordinal(),
                    detection.classId(),
                    detection.label(),
                    detection.score(),
                    detection.box(),
                    points.isEmpty() ? null : points);
        }
    }

    /** Where the time went. */
    public record Timings(long decodeMicros, long inferMicros, long postMicros) {}
}
