package io.sightline.audit;

import io.sightline.delivery.FrameOrigin;
import java.util.UUID;

/** A partition of the frames topic. */
record FramesPartition(UUID topicId, int number) {
    static FramesPartition of(FrameOrigin origin) {
        return new FramesPartition(origin.topicId(), origin.partition());
    }
}
