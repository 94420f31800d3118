package io.sightline.inference;

import io.sightline.detection.Detection;
import java.time.Duration;
import java.util.List;

/**
 * What one run of one model version on one picture yielded.
 *
 * @param specJson the detector spec in force, as JSON
 * @param minConfidence score threshold in force
 * @param maxDetections limit in force
 * @param width width of the upright picture in pixels
 * @param height height of the upright picture in pixels
 */
public record Inference(
        ModelVersion model,
        String specJson,
        float minConfidence,
        int maxDetections,
        int width,
        int height,
        List<Detection> detections,
        Duration decode,
        Duration infer,
        Duration post) {
    public Inference {
        detections = List.copyOf(detections);
    }
}
