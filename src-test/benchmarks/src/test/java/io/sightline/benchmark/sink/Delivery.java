package io.sightline.benchmark.sink;

import io.sightline.delivery.FrameRow;
import io.sightline.delivery.InferenceRow;
import java.util.List;

/** A batch of claims, and the batch of inferences of the same frames: what two routes of the sink get to store. */
public record Delivery(List<FrameRow> frames, List<InferenceRow> inferences) {
    /** Rows that it becomes: an image, a frame and an inference for each frame, and its detections. */
    public long rows() {
        return 2L * frames.size() + inferences.size() + detections();
    }

    long detections() {
        return inferences.stream()
                .mapToLong(row -> row.inference().getDetections().size())
                .sum();
    }
}
