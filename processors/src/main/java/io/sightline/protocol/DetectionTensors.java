package io.sightline.protocol;

import io.sightline.detection.Detection;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Detections as tensors, best first: {@code boxes} FP32 [n,4] of x, y, width and height in shares of the upright
 * picture, {@code scores} FP32 [n], {@code class_ids} INT32 [n] and {@code labels} BYTES [n].
 */
public final class DetectionTensors {
    static final List<String> NAMES = List.of("boxes", "scores", "class_ids", "labels");

    private DetectionTensors() {}

    /** The four tensors. */
    public static List<OutputTensor> of(List<Detection> detections) {
        var count = (long) detections.size();
        var boxes = room(4 * Float.BYTES, detections);
        var scores = room(Float.BYTES, detections);
        var classes = room(Integer.BYTES, detections);
        var labels = new ByteArrayOutputStream();
        for (var detection : detections) {
            var box = detection.box();
            boxes.putFloat(box.x()).putFloat(box.y()).putFloat(box.width()).putFloat(box.height());
            scores.putFloat(detection.score());
            classes.putInt(detection.classId());
            labels.writeBytes(EncodedElement.prefixed(detection.label().getBytes(StandardCharsets.UTF_8))
                    .array());
        }
        return List.of(
                new OutputTensor("boxes", TensorType.FP32, List.of(count, 4L), boxes.flip()),
                new OutputTensor("scores", TensorType.FP32, List.of(count), scores.flip()),
                new OutputTensor("class_ids", TensorType.INT32, List.of(count), classes.flip()),
                new OutputTensor("labels", TensorType.BYTES, List.of(count), ByteBuffer.wrap(labels.toByteArray())));
    }

    private static ByteBuffer room(int bytes, List<Detection> detections) {
        return ByteBuffer.allocate(bytes * detections.size()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
