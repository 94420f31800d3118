package io.sightline.delivery;

import io.sightline.inference.v1.InferenceCompleted;

/**
 * An inference to store.
 *
 * @param record the record of the inferences topic that told of it
 * @param traceId trace that the frame belongs to
 */
public record InferenceRow(InferenceCompleted inference, ConsumedRecord record, String traceId) {}
