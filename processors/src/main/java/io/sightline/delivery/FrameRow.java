package io.sightline.delivery;

import io.sightline.frame.v1.FrameReceived;

/**
 * A frame to store.
 *
 * @param claim the record of the claims topic that told of it
 * @param traceId trace that the frame belongs to
 */
public record FrameRow(FrameReceived frame, ConsumedRecord claim, String traceId) {}
