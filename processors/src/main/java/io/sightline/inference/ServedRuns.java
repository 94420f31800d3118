package io.sightline.inference;

import java.util.OptionalLong;

/**
 * How a version fares since it serves. Detections on pictures count, and neither tensors of clients nor runs in the
 * shadow.
 *
 * @param runs detections that were done, and those that failed by the model's fault
 * @param failures those that failed by its fault: NaN, scores that are none, a graph that cannot be computed. What is
 *     wrong with a picture, and a machine without room, is none
 * @param p95Micros microseconds in which 95 of 100 of the last 1024 runs were done, from the tensor to the detections
 * @param formerP95Micros the same of the version that served before, when it ended
 */
public record ServedRuns(
        ModelVersion version, long runs, long failures, OptionalLong p95Micros, OptionalLong formerP95Micros) {}
